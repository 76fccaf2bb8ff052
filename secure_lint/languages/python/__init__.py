"""Python, up to version 3.13, and what the grammar keeps of Python 2."""

SUFFIXES = (".py",)
