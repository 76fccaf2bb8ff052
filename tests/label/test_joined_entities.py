"""Entities of several descriptions, each once."""

from __future__ import annotations

import pytest

from secure_lint.label.entities import joined_entities
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location, Span

HERE = Span(1, 1, 1, 5)


def entity(name: str, declared_by: str, path: str = "store.ts", engine: str = "sqlite") -> Entity:
    """An entity with one attribute."""
    place = Location(path, HERE)
    return Entity(
        name=name,
        attributes=(Attribute("iban", "text", place),),
        engine=engine,
        declared_by=declared_by,
        location=place,
    )


@pytest.mark.parametrize("declared_by", ["literal", "schema-file"])
def test_a_statement_defines_a_table_beside_those_that_literals_and_files_describe(declared_by: str) -> None:
    described = entity("accounts", declared_by, "schema.ts")
    statements = [entity("Accounts", "ddl"), entity("cards", "ddl")]
    in_files = [described] if declared_by == "schema-file" else []
    found = joined_entities([] if in_files else [described], in_files, statements)
    assert [(one.name, one.declared_by) for one in found] == [("accounts", declared_by), ("cards", "ddl")]


def test_statements_only_migrate_what_classes_are_mapped_to() -> None:
    found = joined_entities([entity("Account", "annotation")], [], [entity("account_old", "ddl")])
    assert [one.name for one in found] == ["Account"]


def test_statements_of_another_engine_define_tables() -> None:
    found = joined_entities([entity("Account", "annotation", engine="realm")], [], [entity("cards", "ddl")])
    assert [one.name for one in found] == ["Account", "cards"]


def test_classes_speak_one_by_one_for_the_entities_of_a_model_file() -> None:
    declared = entity("Visit", "supertype", "Visit.swift")
    modelled = [entity("Visit", "model-file", "Clinic.xml"), entity("Device", "model-file", "Clinic.xml")]
    found = joined_entities([declared], modelled, [])
    assert [(one.name, one.declared_by) for one in found] == [("Visit", "supertype"), ("Device", "model-file")]
    assert found[0].attributes[0].location.path == "Visit.swift"
    assert found[0].attributes[0].modelled_at == modelled[0].attributes[0].location
