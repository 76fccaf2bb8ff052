"""JavaScript and TypeScript with JSX, and the scripts of Vue components."""

SUFFIXES = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue")

FOLDER_FILES = ("index",)
"""Names, without ending, of files that stand for their folder and hand on what lies in it."""
