"""Kinds of values by the names of declared types."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.data_type import ValueKind
from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.value_kind import TypeReader


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("String?", ValueKind.TEXT),
        ("NVARCHAR (256)", ValueKind.TEXT),
        ("character varying(34)", ValueKind.TEXT),
        ("sa.String(128)", ValueKind.TEXT),
        ("List<String>", ValueKind.TEXT),
        ("StateFlow<String?>", ValueKind.TEXT),
        ("Map<String, Int>", ValueKind.UNKNOWN),
        ("numeric(11,0)", ValueKind.INTEGER),
        ("numeric(12, 2)", ValueKind.REAL),
        ("Integer 64", ValueKind.INTEGER),
        ("character(1)", ValueKind.FLAG),
        ("Boolean", ValueKind.FLAG),
        ("timestamp without time zone", ValueKind.DATE),
        ("byte[]", ValueKind.BLOB),
        ("UUID", ValueKind.UUID),
        ("sa.ForeignKey(User.id)", ValueKind.REFERENCE),
        ("TextInputEditText", ValueKind.WIDGET),
        ("PasswordPolicyManager", ValueKind.COMPONENT),
        ("Customer", ValueKind.UNKNOWN),
        (None, ValueKind.UNKNOWN),
        ("<<(,", ValueKind.UNKNOWN),
    ],
)
def test_kind(taxonomy: Taxonomy, declared: str | None, kind: ValueKind) -> None:
    assert TypeReader(taxonomy.type_names).kind(declared) is kind
