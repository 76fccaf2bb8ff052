"""Swift."""

SUFFIXES = (".swift",)
