"""Which attributes of records the client logic and the screens of a bundle read.

The generator writes the attribute ``Ssn`` of a record as ``ssnAttr``, behind the record in an aggregate's row:
``...getCurrent(...).localPatientAttr.ssnAttr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.formats.outsystems.bundle.notation import capitalised
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.model.facts import WHOLE_RECORD, AttributeUse

_ATTRIBUTE = re.compile(r"(?:(?<![\w$\"'])(\w+)Attr\.)?(?<![\w$\"'])(\w+)Attr\b(?P<assigned>\s*=(?!=))?")
_HANDS_ON = re.compile(r"\bserializeToJSON\(|\bServerDataConverter\.to\([^;\n]{0,300}?\bTypes\.Record(?:List)?\b")
_RECORD_TYPE = re.compile(r"\bmodel\$(\w+?)(?:Record|Rec)?(?:List)?\"")


def read_uses(source: BundleSource) -> list[AttributeUse]:
    """The readings in a file, and the records that it hands on with all attributes.

    Which of its records a file turns into JSON or sends is not told; it counts for all that the file knows.
    """
    found = dict.fromkeys(_readings(source.text))
    if _HANDS_ON.search(source.text):
        names = {match[1] for match in _RECORD_TYPE.finditer(source.text)}
        found.update((AttributeUse(name, WHOLE_RECORD), None) for name in sorted(names))
    return list(found)


def _readings(text: str) -> Iterator[AttributeUse]:
    target, target_owner, value_ends = "", "", 0
    for match in _ATTRIBUTE.finditer(text):
        owner, name = capitalised(match[1] or ""), capitalised(match[2])
        if match["assigned"]:
            target, target_owner, value_ends = name, owner, _end_of_line(text, match.end())
        else:
            into = target_owner if name == target and match.start() < value_ends else ""
            yield AttributeUse(owner, name, into)


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    semicolon = text.find(";", start, end if end >= 0 else len(text))
    return semicolon if semicolon >= 0 else end if end >= 0 else len(text)
