"""Fast Infoset (ITU-T Rec. X.891 | ISO/IEC 24824-1), the binary form of an XML information set.

`decode` turns octets into a `Document`, `encode` does the reverse; ``decode(encode(document)) == document``. Both stand
alone: they use nothing of secure-lint but its error base. Everything a hostile file can inflate is limited (`Limits`),
and anything wrong in it raises `FastInfosetError` with the offset.
"""

from __future__ import annotations

from secure_lint.formats.fastinfoset.decoder import decode
from secure_lint.formats.fastinfoset.encoder import EncodingOptions, StringForm, encode
from secure_lint.formats.fastinfoset.errors import FastInfosetError
from secure_lint.formats.fastinfoset.infoset import (
    Attribute,
    Comment,
    Document,
    DocumentType,
    Element,
    EntityReference,
    Name,
    NamespaceDeclaration,
    Node,
    Notation,
    ProcessingInstruction,
    Text,
    UnparsedEntity,
)
from secure_lint.formats.fastinfoset.limits import Limits

__all__ = [
    "Attribute",
    "Comment",
    "Document",
    "DocumentType",
    "Element",
    "EncodingOptions",
    "EntityReference",
    "FastInfosetError",
    "Limits",
    "Name",
    "NamespaceDeclaration",
    "Node",
    "Notation",
    "ProcessingInstruction",
    "StringForm",
    "Text",
    "UnparsedEntity",
    "decode",
    "encode",
]
