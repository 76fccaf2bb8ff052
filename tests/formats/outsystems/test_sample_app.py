"""The sample app: its module file, bundle and neutral file give the same entities."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from secure_lint.formats.outsystems.bundle.app import BundleFile, OutSystemsBundle, read_bundle
from secure_lint.formats.outsystems.data_types import stored_type
from secure_lint.formats.outsystems.flow_model import ActionKind, TargetKind
from secure_lint.formats.outsystems.model import Entity, EntityKind, ModuleKind, OutSystemsModule
from secure_lint.formats.outsystems.neutral.reading import read_entities_file
from secure_lint.formats.outsystems.oml.container import OmlFile
from secure_lint.formats.outsystems.oml.module import read_module
from secure_lint.model.span import WHOLE_FILE
from tests.formats.outsystems.field_visits import FIXTURE, STALE_TEXT, module_file


class StoredAttribute(NamedTuple):
    """What every form of a module says about an attribute."""

    name: str
    stored_as: str
    length: int | None
    is_identifier: bool


def stored(entity: Entity) -> tuple[str, list[StoredAttribute]]:
    """An entity as far as all three forms describe it."""
    attributes = [
        StoredAttribute(item.name, stored_type(item.data_type), item.length, item.is_identifier)
        for item in entity.attributes
    ]
    return entity.name, attributes


@pytest.fixture(scope="module")
def from_oml() -> OutSystemsModule:
    return read_module("FieldVisits.oml", (FIXTURE / "FieldVisits.oml").read_bytes())


@pytest.fixture(scope="module")
def bundle() -> OutSystemsBundle:
    files = sorted(file for file in FIXTURE.rglob("*") if file.is_file())
    return read_bundle(BundleFile(file.relative_to(FIXTURE).as_posix(), file.read_bytes()) for file in files)


@pytest.fixture(scope="module")
def described() -> OutSystemsModule:
    path = FIXTURE / "secure-lint-entities.yaml"
    return read_entities_file(path.name, path.read_bytes())


def test_the_fixture_is_what_the_builder_writes() -> None:
    built, kept = OmlFile("built", module_file()), OmlFile("kept", (FIXTURE / "FieldVisits.oml").read_bytes())
    assert kept.header == built.header
    assert list(kept.bodies(bool)) == list(built.bodies(bool))


def test_three_forms_give_the_same_local_entities(
    from_oml: OutSystemsModule, bundle: OutSystemsBundle, described: OutSystemsModule
) -> None:
    (generated,) = bundle.modules
    local = [stored(entity) for entity in from_oml.entities_of(EntityKind.CLIENT)]
    assert [name for name, _ in local] == ["LocalPatient", "LocalVisit"]
    assert [stored(entity) for entity in generated.entities] == local
    assert [stored(entity) for entity in described.entities_of(EntityKind.CLIENT)] == local
    assert from_oml.kind is generated.kind is described.kind is ModuleKind.MOBILE


def test_records_complete_the_local_entities(from_oml: OutSystemsModule, bundle: OutSystemsBundle) -> None:
    read, generated = from_oml.entities[0], bundle.modules[0].entities[0]
    assert [(item.data_type, item.is_mandatory) for item in generated.attributes] == [
        (item.data_type, item.is_mandatory) for item in read.attributes
    ]
    assert [record.name for record in bundle.modules[0].records] == ["LocalPatientRec", "PatientRec"]


def test_module_file_and_description_say_the_same(from_oml: OutSystemsModule, described: OutSystemsModule) -> None:
    for read, stated in zip(from_oml.entities, described.entities, strict=True):
        assert (read.kind, read.description, read.is_public) == (stated.kind, stated.description, stated.is_public)
        assert read.place.element == stated.place.element
        for one, other in zip(read.attributes, stated.attributes, strict=True):
            assert (one.name, one.data_type, one.length) == (other.name, other.data_type, other.length)
            assert (one.description, one.declaration) == (other.description, other.declaration)
            assert (one.is_mandatory, one.is_auto_number) == (other.is_mandatory, other.is_auto_number)
            assert one.place.element == other.place.element
    assert [item.default for item in from_oml.site_properties] == [item.default for item in described.site_properties]


@pytest.mark.parametrize("collection", ["client_variables", "references", "screens"])
def test_named_elements_agree_in_all_forms(
    collection: str, from_oml: OutSystemsModule, bundle: OutSystemsBundle, described: OutSystemsModule
) -> None:
    forms = [
        sorted((item.place.element, item.name) for item in getattr(module, collection))
        for module in (from_oml, bundle.modules[0], described)
    ]
    assert forms[0]
    assert forms[0] == forms[1] == forms[2]


def test_roles_of_screens_agree(
    from_oml: OutSystemsModule, bundle: OutSystemsBundle, described: OutSystemsModule
) -> None:
    for module in (from_oml, bundle.modules[0], described):
        access = {screen.name: (screen.is_anonymous, screen.roles) for screen in module.screens}
        assert access["Login"][0]
        assert access["PatientDetail"] == (False, ("Nurse",))


def test_writes_and_checks_of_server_actions_agree(from_oml: OutSystemsModule, described: OutSystemsModule) -> None:
    for module in (from_oml, described):
        actions = {action.name: action for action in module.actions if action.kind is ActionKind.SERVER}
        for name, has_checks in (("Patient_Update", False), ("Visit_Save", True)):
            calls = actions[name].calls()
            assert any(call.kind is TargetKind.ENTITY_ACTION and call.owner == "Patient" for call in calls)
            assert any(call.name == "GetUserId" for call in calls) is has_checks
            assert any(call.kind is TargetKind.ROLE_ACTION and call.owner == "Nurse" for call in calls) is has_checks


def test_places(from_oml: OutSystemsModule, bundle: OutSystemsBundle, described: OutSystemsModule) -> None:
    lines = {}
    for module in (from_oml, bundle.modules[0], described):
        ssn = next(item for item in module.entities[0].attributes if item.name == "Ssn")
        assert ssn.place.element == "Entities/LocalPatient/Attributes/Ssn"
        lines[ssn.place.location.path] = ssn.place.location.span
    assert lines["FieldVisits.oml"] == WHOLE_FILE
    for path in set(lines) - {"FieldVisits.oml"}:
        span = lines[path]
        line = (FIXTURE / path).read_text(encoding="utf-8").split("\n")[span.start_line - 1]
        assert "Ssn" in line[span.start_column - 1 : span.end_column - 1]


def test_services_and_literals(from_oml: OutSystemsModule) -> None:
    (geocoding,) = from_oml.consumed_rest
    assert (geocoding.base_url, geocoding.username) == ("http://geo.example.org/v1", "fieldvisits")
    assert geocoding.password == ""
    assert [(method.name, method.path) for method in geocoding.methods] == [("Search", "/search")]
    (api,) = from_oml.exposed_rest
    assert (api.authentication, api.http_security) == ("None", "SSL/TLS")
    assert (api.is_internal, api.is_documented) == (False, True)
    values = {literal.value: literal.place.element for literal in from_oml.literals}
    assert values["made-up-map-key"] == "SiteProperties/MapApiKey"
    assert values["console.log('stored');"] == "ClientActions/StorePatient/Note"


def test_what_a_deleted_element_left_behind_is_not_read(from_oml: OutSystemsModule) -> None:
    assert STALE_TEXT not in {literal.value for literal in from_oml.literals}
    assert {action.name for action in from_oml.actions} == {"Patient_Update", "Visit_Save", "StorePatient"}


def test_the_shell(bundle: OutSystemsBundle) -> None:
    assert [(item.identifier, item.version) for item in bundle.plugins] == [
        ("cordova-sqlite-storage", "6.0.0"),
        ("cordova-plugin-secure-storage", "3.0.2"),
    ]
    assert bundle.app is not None
    assert (bundle.app.name, bundle.app.debug_enabled, bundle.app.is_web) == ("Field Visits", True, False)
    assert bundle.indexed_db_files == ()


def test_calls_and_local_writes_of_the_bundle(bundle: OutSystemsBundle) -> None:
    (module,) = bundle.modules
    calls = {call.name: call for call in module.server_calls}
    assert calls["DoLogin"].inputs == ("Username", "Password")
    assert calls["DoLogin"].screen == "Common/Login"
    assert calls["Patient_Update"].screen is None
    assert calls["Patient_Update"].inputs == ("Source",)
    assert calls["ScreenDataSetGetPatientById"].kind == "Aggregate"
    (action,) = module.actions
    assert (action.name, action.kind) == ("StorePatient", ActionKind.CLIENT)
    (assigned,) = (node.assignments for node in action.nodes if node.assignments)
    assert [(item.target, item.value.text) for item in assigned] == [("Patient.LocalPatient.Ssn", "Ssn")]
    (written,) = (node.target for node in action.nodes if node.target)
    assert (written.kind, written.name, written.owner) == (
        TargetKind.LOCAL_STORAGE_ACTION,
        "CreateOrUpdate",
        "LocalPatient",
    )
