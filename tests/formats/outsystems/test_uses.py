"""What the forms of a module say about which attributes of Local Storage are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.bundle.uses import read_uses
from secure_lint.formats.outsystems.neutral.from_module import document_of
from secure_lint.formats.outsystems.oml.module import read_module
from secure_lint.model.facts import WHOLE_RECORD, AttributeUse
from tests.formats.outsystems.field_visits import module_file
from tests.formats.outsystems.module_builder import attribute, entity, write_module
from tests.formats.outsystems.policy_modules import modules
from tests.formats.outsystems.test_findings import scanned


def uses_in(code: str) -> set[AttributeUse]:
    return set(read_uses(BundleSource("Hotel.Main.Arrivals.mvc.js", code.encode())))


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("show(row.localGuestAttr.phoneAttr);", {AttributeUse("LocalGuest", "Phone")}),
        ("show(vars.value.guestInLocal.phoneAttr);", {AttributeUse("", "Phone")}),
        ("row.localGuestAttr.phoneAttr = vars.value.phoneInLocal;", set()),
        ('this.attr("Phone", "phoneAttr", "Phone", false, false, OS.Types.Text)', set()),
        ("if ((row.localGuestAttr.phoneAttr == other)) {", {AttributeUse("LocalGuest", "Phone")}),
        ("row.localGuestAttr.phoneAttr = guest.phoneAttr;\n", {AttributeUse("", "Phone", "LocalGuest")}),
        ("row.localGuestAttr.phoneAttr = guest.mobileAttr;\n", {AttributeUse("", "Mobile")}),
        ("a.localGuestAttr.phoneAttr = b;\nshow(c.phoneAttr);", {AttributeUse("", "Phone")}),
    ],
)
def test_readings_in_a_bundle(code: str, uses: set[AttributeUse]) -> None:
    assert uses_in(code) == uses


@pytest.mark.parametrize(
    "hands_on",
    [
        "OS.JSONUtils.serializeToJSON(guestVar.value, false);",
        "inputs = {Guests: OS.DataConversion.ServerDataConverter.to(guestsIn, OS.Types.RecordList)};",
    ],
)
def test_a_file_that_hands_records_on_reads_all_of_those_it_knows(hands_on: str) -> None:
    head = 'define("Hotel.controller", ["Hotel.model$LocalGuestRec", "Hotel.model$RoomRecordList"], function () {\n'
    assert uses_in(head + hands_on) == {AttributeUse("LocalGuest", WHOLE_RECORD), AttributeUse("Room", WHOLE_RECORD)}
    assert uses_in(head) == set()


def test_readings_in_a_module_file() -> None:
    module = read_module("FieldVisits.oml", module_file())
    assert {(use.owner, use.name, use.by) for use in module.uses} == {
        ("LocalPatient", "FullName", "Visits.PatientDetail"),
        ("LocalPatient", "Ssn", "Visits.PatientDetail"),
    }


def test_an_exported_module_says_what_reads_its_attributes() -> None:
    document = document_of(read_module("FieldVisits.oml", module_file()), "FieldVisits.oml")
    (patient,) = (item for item in document.entities if item.name == "LocalPatient")
    used = {item.name: item.used_by for item in patient.attributes}
    assert used["Ssn"] == ("Visits.PatientDetail",)
    assert used["Email"] == ()
    (server,) = (item for item in document.entities if item.name == "Patient")
    assert {item.used_by for item in server.attributes} == {None}


def test_attributes_of_a_public_entity_may_be_read_elsewhere() -> None:
    name = attribute("LocalNote", "Author", "Text", 80)
    for public, uses in (("Yes", (AttributeUse("LocalNote", WHOLE_RECORD),)), ("No", ())):
        data = write_module("Notes", {"Entities": [entity("LocalNote", name, tag="ClientEntity", Public=public)]})
        assert read_module("Notes.oml", data).uses == uses


def test_an_entity_of_which_nothing_is_read_is_not_reported(tmp_path: Path) -> None:
    """Its readers are in files that were not scanned, or are written in a way that is not understood."""
    bad = modules()["minimise/unread-sensitive-attribute/outsystems-module-bad/Orders.oml"]
    (tmp_path / "Orders.oml").write_bytes(bad)
    assert "SL103" in {finding.code for finding in scanned(tmp_path / "Orders.oml").findings}
    lone = entity(
        "LocalContact",
        attribute("LocalContact", "Id", "LongInteger"),
        attribute("LocalContact", "MobilePhone", "PhoneNumber", 20),
        tag="ClientEntity",
    )
    (tmp_path / "Orders.oml").write_bytes(write_module("Orders", {"Entities": [lone]}))
    codes = {finding.code for finding in scanned(tmp_path / "Orders.oml").findings}
    assert "SL102" in codes
    assert "SL103" not in codes
