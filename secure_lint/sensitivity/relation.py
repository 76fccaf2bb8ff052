"""Attributes that lead to other records: their data stands there, not here."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Lists of other languages hold values as well, which a converter writes into one column.
_RECORDS = re.compile(r"^[A-Za-z]\w*\[\][?!]?$")
_RECORD = re.compile(r"^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*[?!]?$")
_VALUES = ("String", "Text", "Value", "Field", "Column", "Data")
_KEYS = ("id", "uuid", "fk")


def names_a_record(declared: str) -> bool:
    """Whether a type that is none of the known ones is named like a class of the program."""
    return bool(_RECORD.match(declared)) and not declared.rstrip("?!").endswith(_VALUES)


def is_relation(name: str, declared: str, siblings: Iterable[str]) -> bool:
    """Whether an attribute holds other records, judged by its type, which is none that holds a value.

    It does when it is an array (``tokens: ApiToken[]``), or when a key to the same record stands beside it
    (``user: User``, ``userId``).
    """
    if _RECORDS.match(declared):
        return True
    if not names_a_record(declared):
        return False
    plain = name.replace("_", "").casefold()
    keys = {plain + key for key in _KEYS}
    return any(sibling.replace("_", "").casefold() in keys for sibling in siblings)
