"""Python, up to version 3.13, and what the grammar keeps of Python 2."""

SUFFIXES = (".py",)

FOLDER_FILES = ("__init__",)
"""Names, without ending, of files that stand for their folder and hand on what lies in it."""

HASH_COMMENTS = True
"""Comments begin with ``#``, not with slashes."""
