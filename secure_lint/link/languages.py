"""Languages of which one program may be made, so that code in the one calls code in the other."""

from __future__ import annotations

_TOGETHER = {"kotlin": "java", "objc": "swift"}
"""The language that stands for both, by the other one."""


def program_language(language: str) -> str:
    """What stands for the languages of a program that has code in this one."""
    return _TOGETHER.get(language, language)
