"""The interface between the engine and a language.

A language is a subpackage that names its file endings in ``SUFFIXES`` (in ``__init__``, which imports no grammar; where
other languages have the same, ``MARKS`` is a pattern that tells its own files) and has a `FrontEnd` instance named
``FRONT_END`` in its module ``front_end``. The registry finds it; nothing else has to be edited.
"""

from __future__ import annotations

import bisect
import functools
import importlib
import pkgutil
import re
from typing import Protocol

import msgspec

from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.program import Module
from secure_lint.text.source import SourceText


class WantedBodies(msgspec.Struct, frozen=True):
    """Which function bodies to lower: all of them, or those whose byte range holds certain offsets (sorted).

    One of ``offsets`` is enough. One of ``weak`` is enough together with one of ``data``: a place that matters only to
    sensitive data, in a body that names some.
    """

    offsets: tuple[int, ...] = ()
    weak: tuple[int, ...] = ()
    data: tuple[int, ...] = ()
    everything: bool = False

    def within(self, start: int, end: int) -> bool:
        """Whether a body at ``[start, end)`` is wanted."""
        if self.everything or _any_within(self.offsets, start, end):
            return True
        return _any_within(self.weak, start, end) and _any_within(self.data, start, end)


def _any_within(offsets: tuple[int, ...], start: int, end: int) -> bool:
    index = bisect.bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end


class ReadModule(msgspec.Struct, frozen=True):
    """What a front end makes of a file. A syntax error becomes a partial `Problem`; the rest is still lowered."""

    module: Module
    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()


class FrontEnd(Protocol):
    """Reads one language."""

    @property
    def language(self) -> str:
        """The language's name in models and policies, such as ``kotlin``."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of the file names it reads, with the dot, such as ``.kt``."""

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""


@functools.cache
def front_ends() -> dict[str, str]:
    """File name ending → name of the subpackage that reads it. Imports no grammar."""
    package = importlib.import_module("secure_lint.languages")
    endings: dict[str, str] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        if entry.ispkg:
            module = importlib.import_module(f"secure_lint.languages.{entry.name}")
            for suffix in module.SUFFIXES:
                endings[suffix] = entry.name
    return endings


def front_end_of(suffix: str, data: bytes) -> str | None:
    """The subpackage that reads a file with this ending and content; ``None`` when there is none.

    Where several languages share an ending, the subpackage's ``MARKS`` finds what only its own one writes.
    """
    name = front_ends().get(suffix)
    marks = None if name is None else _marks(name)
    return name if marks is None or marks.search(data) is not None else None


@functools.cache
def _marks(name: str) -> re.Pattern[bytes] | None:
    found: re.Pattern[bytes] | None = getattr(importlib.import_module(f"secure_lint.languages.{name}"), "MARKS", None)
    return found


@functools.cache
def folder_files() -> frozenset[str]:
    """Names, without ending, of files that stand for their folder: others are imported through them."""
    modules = (importlib.import_module(f"secure_lint.languages.{name}") for name in set(front_ends().values()))
    return frozenset(stem for module in modules for stem in getattr(module, "FOLDER_FILES", ()))


@functools.cache
def has_hash_comments(name: str) -> bool:
    """Whether comments of a language begin with ``#``; those of the others begin with slashes."""
    return bool(getattr(importlib.import_module(f"secure_lint.languages.{name}"), "HASH_COMMENTS", False))


@functools.cache
def has_messages(suffix: str) -> bool:
    """Whether methods are called by messages in files of this ending: a colon or a bracket stands behind the name."""
    name = front_ends().get(suffix)
    return name is not None and getattr(importlib.import_module(f"secure_lint.languages.{name}"), "MESSAGES", False)


@functools.cache
def load_front_end(name: str) -> FrontEnd:
    """The front end of a subpackage; loads its grammar."""
    module = importlib.import_module(f"secure_lint.languages.{name}.front_end")
    front_end: FrontEnd = module.FRONT_END
    return front_end
