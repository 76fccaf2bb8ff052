"""Which kind of value a declared type holds, by its name."""

from __future__ import annotations

import re

from secure_lint.sensitivity.data_type import ValueKind
from secure_lint.sensitivity.taxonomy import TypeNames
from secure_lint.sensitivity.words import parts

_LENGTH = re.compile(r"^(.*?)\s*\(\s*(?:max|\d+)?[^()]*\)")
_ONE = re.compile(r"\(\s*1\s*\)")
_SCALE = re.compile(r"^(?:numeric|decimal|number|dec)\s*(?:\(\s*\d+\s*(?:,\s*(\d+)\s*)?\))")
_GENERIC = re.compile(r"^([\w.$?]+)\s*<(.+)>[?!]?$")
_QUALIFIERS = re.compile(r"\b(?:unsigned|signed|not null|null|const|final|lateinit|identity|key|unique|default .*)\b")


class TypeReader:
    """Reads type names as declared in any of the languages; remembers each."""

    def __init__(self, names: TypeNames) -> None:
        self._names = names
        self._memo: dict[str, ValueKind] = {}

    def kind(self, declared: str | None) -> ValueKind:
        """Return the kind of value; ``UNKNOWN`` for no type or one whose name says nothing."""
        if not declared:
            return ValueKind.UNKNOWN
        found = self._memo.get(declared)
        if found is None:
            found = self._memo[declared] = self._read(declared.strip(), 0)
        return found

    def _read(self, declared: str, depth: int) -> ValueKind:
        text = declared.strip().rstrip("?!*& ")
        generic = _GENERIC.match(text)
        if generic and depth < 4:
            return self._generic(generic.group(1), generic.group(2), depth)
        array = text.endswith("[]")
        text = text.removesuffix("[]").strip().lstrip("[").rstrip("]").rstrip("?!")
        kind = self._named(text)
        if array and text.lower() in ("byte", "uint8", "int8", "sbyte"):
            return ValueKind.BLOB
        return kind

    def _generic(self, outer: str, arguments: str, depth: int) -> ValueKind:
        head = outer.rpartition(".")[2].lower().rstrip("?")
        if head in self._names.wrappers:
            return self._read(arguments.rpartition(",")[2] if "," in arguments else arguments, depth + 1)
        return self._named(outer)

    def _named(self, text: str) -> ValueKind:
        kinds = self._names.kinds
        lower = text.lower()
        if _ONE.search(lower) and kinds.get(_LENGTH.sub(r"\1", lower).rpartition(".")[2]) in (
            ValueKind.TEXT,
            ValueKind.INTEGER,
        ):
            return ValueKind.FLAG
        scale = _SCALE.match(lower)
        if scale:
            return ValueKind.REAL if int(scale.group(1) or 0) else ValueKind.INTEGER
        bare = _QUALIFIERS.sub("", _LENGTH.sub(r"\1", lower).partition("(")[0]).strip()
        for name in (lower, bare, bare.rpartition(".")[2], bare.partition(" ")[0]):
            if name in kinds:
                return kinds[name]
        words = parts(text.rpartition(".")[2])
        if words and len(words) > 1 and words[-1] in self._names.component_heads:
            return ValueKind.COMPONENT
        return ValueKind.UNKNOWN
