"""How code runs: expressions, statements, calls between functions, objects with their fields, what is around them."""
