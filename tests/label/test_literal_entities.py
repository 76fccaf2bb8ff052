"""Entities that object literals outside of functions describe."""

from __future__ import annotations

from secure_lint.knowledge.entity_words import LiteralEntityModel
from secure_lint.knowledge.models import Model
from secure_lint.label.imported import imports_any, models_in_use
from secure_lint.label.literal_entities import literal_entities
from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.link.program import Program
from secure_lint.model.facts import FileFacts
from secure_lint.model.schema import Entity
from secure_lint.text.source import SourceText

BY_SHAPE = LiteralEntityModel(
    engine="realm",
    name="argument(0).name",
    attributes="argument(0).properties",
    having=("name", "properties"),
    lacking=("description",),
    used_with=("realm", "@realm/react"),
)
BY_CALL = LiteralEntityModel(
    engine="sqlite",
    name="argument(0).name",
    attributes="argument(0).columns",
    named="name",
    called=("tables.tableSchema",),
)


def program_of(**files: str) -> Program:
    """The program of TypeScript files; ``schema`` stands for ``schema.ts``."""
    facts = []
    for name, text in files.items():
        source = SourceText(f"{name}.ts", text.encode())
        read = load_front_end(front_ends()[".ts"]).read(source, WantedBodies(everything=True))
        assert read.problems == ()
        facts.append(FileFacts(source.path, module=read.module))
    return Program(facts)


def shape_of(entities: tuple[Entity, ...]) -> dict[str, list[tuple[str, str | None]]]:
    """Name of each entity → names and types of its attributes."""
    return {one.name: [(attribute.name, attribute.type) for attribute in one.attributes] for one in entities}


PATIENT = "const Patient = { name: 'Patient', properties: { diagnosis: 'string?', weight: { type: 'double' } } };"


def test_a_literal_of_the_wanted_shape_is_an_entity_with_the_types_it_names() -> None:
    found = literal_entities(program_of(schema=f"import Realm from 'realm';\n{PATIENT}"), [BY_SHAPE])
    assert shape_of(found) == {"Patient": [("diagnosis", "string"), ("weight", "double")]}
    assert found[0].engine == "realm"
    assert found[0].attributes[0].location.span.start_line == 2


def test_the_package_may_be_imported_by_another_file_of_the_product() -> None:
    entities = literal_entities(program_of(schema=PATIENT, database="import Realm from 'realm';"), [BY_SHAPE])
    assert shape_of(entities).keys() == {"Patient"}


def test_without_the_package_a_literal_is_nothing() -> None:
    assert literal_entities(program_of(schema=PATIENT, database="import x from 'realms';"), [BY_SHAPE]) == ()


def test_a_literal_with_a_member_that_it_must_lack_is_something_else() -> None:
    tool = (
        "import Realm from 'realm';\n"
        "const tool = { name: 'find', description: 'finds', properties: { iban: 'string' } };"
    )
    assert literal_entities(program_of(schema=tool), [BY_SHAPE]) == ()


def test_literals_in_functions_do_not_count() -> None:
    inside = (
        "import Realm from 'realm';\nfunction make() { return { name: 'Patient', properties: { ssn: 'string' } }; }"
    )
    assert literal_entities(program_of(schema=inside), [BY_SHAPE]) == ()


def test_of_several_literals_with_one_name_the_fullest_counts() -> None:
    older = "import Realm from 'realm';\nconst One = { name: 'Patient', properties: { diagnosis: 'string' } };"
    entities = literal_entities(program_of(v1=older, v2=PATIENT, v3=older), [BY_SHAPE])
    assert shape_of(entities) == {"Patient": [("diagnosis", "string"), ("weight", "double")]}


def test_names_of_variables_stand_for_what_they_hold_in_other_files_too() -> None:
    columns = "export const columns = [{ name: 'iban', type: 'string' }, { type: 'string' }, 7];"
    table = (
        "import { tableSchema } from 'tables';\nimport { columns } from './columns';\n"
        "const title = 'accounts';\nexport const accounts = tableSchema({ name: title, columns });"
    )
    entities = literal_entities(program_of(columns=columns, table=table), [BY_CALL])
    assert shape_of(entities) == {"accounts": [("iban", "string")]}


def test_a_function_of_that_name_from_elsewhere_describes_nothing() -> None:
    table = (
        "import { tableSchema } from './own';\n"
        "export const a = tableSchema({ name: 'a', columns: [{ name: 'iban' }] });"
    )
    assert literal_entities(program_of(table=table), [BY_CALL]) == ()


def test_models_of_other_kinds_of_products_are_left_out() -> None:
    everywhere = Model(model="a/everywhere", platforms=(), languages=("javascript",), source="")
    in_apps = Model(model="a/apps", platforms=(), languages=("javascript",), source="", used_with=("realm",))
    app = program_of(main="import Realm from 'realm';")
    server = program_of(main="import express from 'express';")
    assert models_in_use([everywhere, in_apps], app) == (everywhere, in_apps)
    assert models_in_use([everywhere, in_apps], server) == (everywhere,)
    assert not imports_any(app, ("real", "realm-like"))
