"""Assignments in the code cells of a notebook (nbformat 4: ``cells`` with ``cell_type`` and ``source``)."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator

import msgspec

from secure_lint.credentials.assignments import Assignment
from secure_lint.model.schema import Document, Setting

SUFFIX = ".ipynb"
_SOURCE = re.compile(r"(?P<cell>cells/\[\d+\])/source(?:/\[\d+\])?")
_STYLES = {"python": "python", "r": "hash", "julia": "hash", "scala": "c", "kotlin": "c", "javascript": "script"}
_LANGUAGES = ("metadata/kernelspec/language", "metadata/language_info/name")

CodeAssignments = Callable[[bytes, str], Iterator[Assignment]]
"""Reads the assignments of source code, given its bytes and its lexical style; places are byte offsets."""


class _Cell(msgspec.Struct):
    """The lines of a code cell, and the byte offset in the joined text at which each starts."""

    lines: list[Setting]
    starts: list[int]
    text: bytes


def assignments_in_notebook(document: Document, read: CodeAssignments) -> Iterator[Assignment]:
    """What the code cells assign; each place is that of the line in the notebook."""
    style = _style(document)
    for cell in _code_cells(document):
        for found in read(cell.text, style):
            if isinstance(found.place, tuple):
                line = cell.lines[bisect.bisect_right(cell.starts, found.place[0]) - 1]
                yield msgspec.structs.replace(found, place=line.span)


def _style(document: Document) -> str:
    languages = [setting.value.lower() for setting in document.settings if setting.path in _LANGUAGES]
    return _STYLES.get(languages[0], "python") if languages else "python"


def _code_cells(document: Document) -> Iterator[_Cell]:
    kinds: dict[str, str] = {}
    cells: dict[str, _Cell] = {}
    for setting in document.settings:
        parent, _, last = setting.path.rpartition("/")
        if last == "cell_type":
            kinds[parent] = setting.value
        source = _SOURCE.fullmatch(setting.path)
        if source is not None:
            cell = cells.setdefault(source["cell"], _Cell([], [], b""))
            cell.lines.append(setting)
            cell.starts.append(len(cell.text))
            cell.text += setting.value.encode("utf-8", "surrogatepass")
    return (cell for key, cell in cells.items() if kinds.get(key) == "code")
