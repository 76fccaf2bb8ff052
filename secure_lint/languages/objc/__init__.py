"""Objective-C.

Its files end as those of C, of C++ and of quite different languages do (``.m`` is a script of MATLAB, too): ``MARKS``
finds what only Objective-C writes.
"""

import re

MESSAGES = True
SUFFIXES = (".m", ".mm", ".h")
MARKS = re.compile(rb"^[ \t]*(?:@(?:interface|implementation|protocol|class|import)\b|#[ \t]*import\b)", re.MULTILINE)
