"""Reading the neutral entity file into the model."""

from __future__ import annotations

import re

import msgspec

from secure_lint.errors import DocumentError
from secure_lint.formats.json_document import read_json
from secure_lint.formats.outsystems.model import OutSystemsModule
from secure_lint.formats.outsystems.neutral.document import EntitiesDocument
from secure_lint.formats.outsystems.neutral.module import module_of
from secure_lint.knowledge.documents import Path, Plain, convert, load_yaml
from secure_lint.text.source import SourceText

MAX_OCTETS = 1 << 22
"""4 MiB: some ten thousand entities."""

_ANCHOR = re.compile(r"[\s\[{,:-]&([\w-]+)")
_INDEX = re.compile(r"\[(\d+)\]\Z")


class EntitiesFileError(DocumentError):
    """A neutral entity file is wrong; says where."""


def read_entities_file(path: str, raw: bytes) -> OutSystemsModule:
    """The module that the file describes; raises `EntitiesFileError`."""
    if len(raw) > MAX_OCTETS:
        raise EntitiesFileError(path, None, f"more than {MAX_OCTETS} octets")
    source = SourceText(path, raw)
    try:
        if path.endswith(".json"):
            document, lines = _from_json(source)
        else:
            document, lines = _from_yaml(source)
    except RecursionError:
        raise EntitiesFileError(path, None, "nested too deeply") from None
    return module_of(document, source, lines)


def _from_yaml(source: SourceText) -> tuple[EntitiesDocument, dict[Path, int]]:
    text = source.text
    for match in _ANCHOR.finditer(text):
        # A few nested aliases stand for gigabytes.
        if re.search(rf"[\s\[{{,:-]\*{re.escape(match[1])}\b", text):
            line = text.count("\n", 0, match.start(1)) + 1
            raise EntitiesFileError(source.path, line, "anchors and aliases cannot be used here")
    return load_yaml(text, source.path, EntitiesDocument, EntitiesFileError)


def _from_json(source: SourceText) -> tuple[EntitiesDocument, dict[Path, int]]:
    try:
        value: Plain = msgspec.json.decode(source.data)
    except msgspec.DecodeError as error:
        raise EntitiesFileError(source.path, None, f"not valid JSON: {error}") from None
    lines: dict[Path, int] = {}
    read = read_json(source)
    for setting in read.document.settings if read.document else ():
        place: Path = tuple(_step(name) for name in setting.path.split("/"))
        for length in range(1, len(place) + 1):
            lines.setdefault(place[:length], setting.key_span.start_line)
    return convert(value, lines, source.path, EntitiesDocument, EntitiesFileError), lines


def _step(name: str) -> str | int:
    index = _INDEX.match(name)
    return int(index[1]) if index else name
