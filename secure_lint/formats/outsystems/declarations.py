"""What a developer declares about an attribute in its description.

``[secure-lint: ssn, protection=attribute-encrypted]`` names a data type and how it is protected. Service Studio has no
field for it, and a description survives in every form of a module.
"""

from __future__ import annotations

import re

import msgspec

_TAG = re.compile(r"\[\s*secure-lint\s*:\s*([^\[\]]{1,200})\]", re.IGNORECASE)
_PART = re.compile(r"\s*(?:(?P<key>[a-z-]+)\s*=\s*)?(?P<value>[\w./ -]*\w)\s*\Z", re.IGNORECASE)


class Declaration(msgspec.Struct, frozen=True):
    """The stated meaning of an attribute.

    ``data_types`` names data types of the taxonomy, ``protection`` how the value is protected (``none``,
    ``attribute-encrypted``, ``database-encrypted``, ``keystore``, ``server-only``). ``unread`` holds the parts of the
    tag that are neither, so that a misspelling can be reported. The rest is known from the neutral file only.
    """

    data_types: tuple[str, ...] = ()
    protection: str | None = None
    unread: tuple[str, ...] = ()
    sensitivity: str | None = None
    encrypted_by: str | None = None
    key_source: str | None = None


def declaration_in(description: str) -> Declaration | None:
    """The declaration in a description, if there is one; several tags add up."""
    data_types: list[str] = []
    unread: list[str] = []
    protection = None
    tags = _TAG.findall(description)
    for part in ",".join(tags).split(",") if tags else ():
        match = _PART.match(part)
        if match is None:
            unread.append(part.strip())
        elif match["key"] is None:
            data_types.append(match["value"].lower())
        elif match["key"].lower() == "protection":
            protection = match["value"].lower()
        else:
            unread.append(part.strip())
    return Declaration(tuple(data_types), protection, tuple(unread)) if tags else None
