"""Finding where the text of a file declares a type or defines a constant, before the file is parsed."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

import msgspec

from secure_lint.screen.words import Hit

_TYPE: Final = re.compile(rb"\b(?:class|object|interface|enum|record|struct)\s++\Z")
_LONGEST_KEYWORD: Final = 24
_PARENT: Final = re.compile(rb"(?:\b(?:implements|extends)\b|\)\s*+:)[^{};()]*+\Z|\bclass\s++\w++\s*+:[^{};]*+\Z")
_LONGEST_LIST: Final = 240
_VALUE: Final = re.compile(rb"\s*+(?::[^=\n]*+)?=(?!=)")
_CONSTANT: Final = re.compile(
    rb"(?:\A|[\n;{])[ \t]*+(?:(?:export|const|let|var|val|internal|public|static|final|String)\s++)*+\Z"
)
_LONGEST_MODIFIERS: Final = 60
_ASSIGNMENT: Final = rb"(?:(?<![\w$.])|(?<=\bthis\.)|(?<=\bself\.))(?:%b)\s*+=(?!=)"
_FILE: Final = re.compile(r"(?:/(?:index|__init__))?\.[a-z]+\Z")
_ALIAS: Final = re.compile(r"\A(?:[@~#]\w*+)?/")


def _modules_of(imported: str) -> tuple[str, ...]:
    """The names of the module that an imported name may be, or may come from."""
    dotted = _ALIAS.sub("", imported).replace("/", ".")
    return tuple(one for one in (dotted, dotted.rpartition(".")[0]) if "." in one or one == imported)


class Definitions(msgspec.Struct, frozen=True):
    """Simple names of types, and of constants, whose definitions are looked for; of ``parents`` those that inherit.

    ``modules`` are names that modules import, from whose files these are wanted, ``fields`` those whose assignments in
    their own file are, by its path and their name.
    """

    types: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()

    def without(self, others: Definitions) -> Definitions:
        """What is asked for here and not in ``others``."""
        return Definitions(*(getattr(self, name) - getattr(others, name) for name in self.__struct_fields__))

    def together_with(self, others: Definitions) -> Definitions:
        """What is asked for in either."""
        return Definitions(*(getattr(self, name) | getattr(others, name) for name in self.__struct_fields__))

    @property
    def are_wanted(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.words or self.modules or self.fields)

    def are_in(self, path: str) -> bool:
        """Whether a file is a module from which something is imported."""
        module = _FILE.sub("", path).replace("/", ".") if self.modules else ""
        return any(
            module == name or module.endswith(f".{name}")
            for imported in (self.modules if module else ())
            for name in _modules_of(imported)
        )

    @property
    def words(self) -> frozenset[str]:
        """All names."""
        return self.types | self.constants | self.parents

    def assignments(self) -> dict[str, re.Pattern[bytes]]:
        """What matches, in each file with fields whose values are looked for, where one of them is assigned."""
        names: dict[str, list[bytes]] = defaultdict(list)
        for path, name in sorted(self.fields):
            names[path].append(re.escape(name).encode())
        return {path: re.compile(_ASSIGNMENT % b"|".join(found)) for path, found in names.items()}

    def at(self, data: bytes, hit: Hit) -> bool:
        """Whether one of them is defined where the text holds its name."""
        if hit.word in self.types and _TYPE.search(data[max(hit.offset - _LONGEST_KEYWORD, 0) : hit.offset]):
            return True
        if hit.word in self.parents and _PARENT.search(data[max(hit.offset - _LONGEST_LIST, 0) : hit.offset]):
            return True
        if hit.word not in self.constants or not _VALUE.match(data, hit.offset + len(hit.word.encode())):
            return False
        return _CONSTANT.search(data[max(hit.offset - _LONGEST_MODIFIERS, 0) : hit.offset]) is not None
