"""Tests of the permissions in the metadata of a Hasura server."""

from __future__ import annotations

import json

import pytest

from secure_lint.formats.json_schemas import read_json_with_schemas
from secure_lint.formats.yaml_schemas import read_yaml_with_schemas
from secure_lint.model.access import Principal
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import text_at

ANYONE, SIGNED_IN, RESTRICTED, NOBODY = Principal

TABLES = """
- table:
    name: notes
    schema: public
  select_permissions:
    - role: anonymous
      permission:
        columns: [id, title]
        filter: {}
    - role: user
      permission:
        columns: '*'
        filter: {}
    - role: user
      permission:
        columns: '*'
        filter: {owner: {_eq: X-Hasura-User-Id}}
  insert_permissions:
    - role: user
      permission:
        check: {}
        columns: [title]
    - role: user
      permission:
        check: {}
        set: {owner: x-hasura-User-Id}
        columns: [title]
  delete_permissions:
    - role: editor
      permission:
        filter: {}
- table:
    name: other
    schema: public
"""


def test_permissions() -> None:
    read = read_yaml_with_schemas(SourceText("tables.yaml", TABLES.encode()))
    assert read.platform == "hasura"
    assert [(one.actions[0], one.principal) for one in read.grants] == [
        ("read", ANYONE),
        ("read", SIGNED_IN),
        ("read", RESTRICTED),
        ("create", SIGNED_IN),
        ("create", RESTRICTED),
        ("delete", RESTRICTED),
    ]
    listed, every, *_ = read.grants
    assert (listed.record, listed.attributes, listed.all_attributes) == ("notes", ("id", "title"), True)
    assert (every.attributes, every.all_attributes) == ((), False)
    assert text_at(TABLES, listed.location.span) == "{"
    assert listed.location.span.start_line == 9


@pytest.mark.parametrize("table", ["notes", {"name": "notes", "schema": "public"}])
def test_json_of_both_versions(table: object) -> None:
    permission = {"role": "anonymous", "permission": {"columns": ["id"], "filter": {}}}
    metadata = {"tables": [{"table": table, "select_permissions": [permission]}]}
    read = read_json_with_schemas(SourceText("metadata.json", json.dumps(metadata).encode()))
    assert [(one.record, one.principal) for one in read.grants] == [("notes", ANYONE)]


def test_other_documents() -> None:
    assert read_yaml_with_schemas(SourceText("a.yaml", b"role: user\npermission: {filter: {}}\n")).grants == ()
    odd = b"select_permissions: [{role: user}, {permission: {filter: {}}}, 3]\ninsert_permissions: x\n"
    assert read_yaml_with_schemas(SourceText("a.yaml", odd)).grants == ()
