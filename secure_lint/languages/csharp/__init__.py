"""C#."""

SUFFIXES = (".cs",)
