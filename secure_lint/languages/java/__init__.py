"""Java, up to version 21."""

SUFFIXES = (".java",)
