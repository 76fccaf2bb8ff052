"""OutSystems data types: their names, their codes in modules and in bundles, and how they are stored.

The codes in modules are the platform's fixed keys; they were inferred from attributes of known meaning and are the same
in all OutSystems 11 and ODC modules seen. The numbers in bundles are those of the client runtime's storage types.
"""

from __future__ import annotations

MODULE_CODES = {
    "uROOBXPvQEyU76NWO+1uxQ": "Text",
    "j2Lc0phK0kuggij4gQYfAw": "Integer",
    "H6G+eTAigEi7LPUbg3Ey0g": "LongInteger",
    "oD0fxvc7hUOX_305zIXIlg": "Boolean",
    "TI32kQokwEyLhBq6zdg2Tw": "DateTime",
    "DnfdUFhShE2uIYCwnadVLQ": "Date",
    "Qs4rEIsOoUmXjigHsikpCg": "Time",
    "snOQIa2+VEi7MGyYOu7OpA": "Decimal",
    "T8i8SBbo_EyGNoo0ssngsw": "BinaryData",
    "AIYAbYIrH0SUg8DUlzCMjQ": "Email",
    "uCRxZE_fNUyUSGrF0nnRIw": "PhoneNumber",
}
"""Key of a basic type in a module, without the leading ``%``, to its name in Service Studio."""

BUNDLE_CODES = {
    0: "Text",
    1: "BinaryData",
    2: "Boolean",
    3: "Integer",
    4: "LongInteger",
    5: "Decimal",
    6: "DateTime",
    7: "Date",
    8: "Time",
}
"""Number of a storage type in a bundle's entity to the type's name."""

IDENTIFIER_SUFFIX = " Identifier"
"""Ends the name of a type that refers to an entity: ``Customer Identifier``."""

UNKNOWN = "Unknown"

_STORED_AS = {"Email": "Text", "PhoneNumber": "Text", "Currency": "Decimal"}


def stored_type(data_type: str) -> str:
    """The type in which the client stores values of a type: an e-mail address is a text, an identifier a number."""
    if data_type.endswith(IDENTIFIER_SUFFIX):
        return "LongInteger"
    return _STORED_AS.get(data_type, data_type)


def normalised(name: str) -> str:
    """A type's name as Service Studio shows it or a file spells it, in the form used here (``Long Integer``)."""
    if name.endswith(IDENTIFIER_SUFFIX):
        return name
    return name.replace(" ", "").replace("_", "")
