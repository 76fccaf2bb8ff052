"""Tests of the reader of GraphQL schemas and of the rules of Amplify's data models."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.graphql.definitions import DefinitionReader
from secure_lint.formats.graphql.reading import read_graphql
from secure_lint.formats.reading import ReadDocument
from secure_lint.model.access import Principal
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import text_at

ANYONE, SIGNED_IN, RESTRICTED, NOBODY = Principal


def read(text: str) -> ReadDocument:
    return read_graphql(SourceText("schema.graphql", text.encode()))


SCHEMA = '''
"""A clinic. @model { """
type Patient implements Node & Named @model(timestamps: null) @auth(rules: [
  { allow: public, operations: [read] }, # everybody
  { allow: private, provider: iam }
  { allow: owner, ownerField: "doctor", operations: [create, update] }
  { allow: groups, groups: ["staff"] }
]) {
  "its key"
  id: ID!
  names(first: Int = 3, filter: Filter = {a: [1, 2]}): [String!]! @index(name: "byName")
  pin: String @auth(rules: [{ allow: owner }])
  visits: [Visit] @hasMany
}
enum Colour { RED @deprecated(reason: "old") GREEN }
union Any = Patient | Visit
extend type Query { now: AWSDateTime! @function(name: "now") }
directive @cached(seconds: Int) on FIELD_DEFINITION
type Visit @model @auth(rules: [{ allow: private, mutations: [delete] }]) { id: ID! at: AWSDateTime }
type Log @model(mutations: null) @auth(rules: [{ allow: public }]) { id: ID! }
'''


def test_rules() -> None:
    found = read(SCHEMA)
    assert found.problems == ()
    assert [(one.record, one.actions, one.principal) for one in found.grants] == [
        ("Patient", ("read",), ANYONE),
        ("Patient", ("read", "create", "update", "delete"), RESTRICTED),
        ("Patient", ("create", "update"), RESTRICTED),
        ("Patient", ("read", "create", "update", "delete"), RESTRICTED),
        ("Visit", ("delete",), SIGNED_IN),
        ("Log", ("read",), ANYONE),
    ]
    patient = found.grants[0]
    assert patient.attributes == ("id", "names")
    assert text_at(SCHEMA, patient.location.span) == "{ allow: public, operations: [read] }"


def test_types_and_fields() -> None:
    types = DefinitionReader(SCHEMA).read()
    assert [(one.kind, one.name) for one in types] == [
        ("type", "Patient"),
        ("type", "Query"),
        ("type", "Visit"),
        ("type", "Log"),
    ]
    assert [(field.name, field.type) for field in types[0].fields] == [
        ("id", "ID"),
        ("names", "String"),
        ("pin", "String"),
        ("visits", "Visit"),
    ]


def test_a_rule_for_all_models() -> None:
    found = read("input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }\ntype Note @model { id: ID! }")
    assert [(one.everything, one.principal) for one in found.grants] == [(True, ANYONE)]


def test_a_model_without_rules() -> None:
    (grant,) = read("type Note @model { id: ID! }").grants
    assert (grant.via, grant.record) == ("default", "Note")


def test_a_schema_without_models() -> None:
    assert read("# no @model here\ntype Note { id: ID! }").grants == ()


@pytest.mark.parametrize(
    "broken", ["type { id: ID! }", "type Bad @auth(rules: [{ allow public }]) { id: ID! }", "type Bad { id ID! }"]
)
def test_what_cannot_be_read_costs_its_definition_only(broken: str) -> None:
    found = read(f"{broken}\ntype Note @model @auth(rules: [{{ allow: owner }}]) {{ id: ID! }}")
    assert [one.record for one in found.grants] == ["Note"]
    (problem,) = found.problems
    assert problem.partial
    assert problem.span is not None


def test_hostile_nesting() -> None:
    text = "type A @model @auth(rules: " + "[" * 50_000
    assert "nested more than" in read(text).problems[0].message
    assert read("type A @model {" * 10_000).grants == ()


WORDS = st.sampled_from(
    ["type", "input", "extend", "implements", "A", "B", "@model", "@auth", "(", ")", "{", "}", "[", "]", ":", "!", "=",
     "rules", "allow", "public", "&", "|", '"', '"""', "#", "\n", "3", "$", "...", "null", "@"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=80))
def test_no_text_is_too_strange(words: list[str]) -> None:
    text = "type Note @model { id: ID! }\n" + " ".join(words)
    found = read(text)
    assert [one.record for one in found.grants][:1] == ["Note"]
