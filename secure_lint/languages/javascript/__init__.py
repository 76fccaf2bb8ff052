"""JavaScript and TypeScript with JSX, and the scripts of Vue components."""

SUFFIXES = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue")
