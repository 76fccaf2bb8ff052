"""Bundle files in the forms of both runtimes, plain and minified, and in archives."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.outsystems.bundle.app import (
    MAX_FILE,
    BundleFile,
    files_in_archive,
    is_bundle_file,
    read_bundle,
)
from secure_lint.formats.outsystems.bundle.literals import MAX_DEPTH, MAX_VALUES, objects
from secure_lint.formats.outsystems.bundle.source import parse_file_name
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.model import EntityKind, ModuleKind
from secure_lint.model.span import Span

NEW_ENTITIES = """\
import { EntityService } from "@outsystems/runtime-core-js";
const infoCard = { moduleKey: "6d1", key: "9a2", name: "Säule", tableName: "OSUSR_X_CARD", hash: "1",
  attributes: [{ name: "Id", columnName: "ID", type: 4, isPrimaryKey: !0 },
    { name: "Pan", columnName: "PAN", type: 0, length: 19, default: "" }, { name: "Limit", type: 5, decimals: 2 }] };
EntityService.register(infoCard);
"""

CLASS_VARIABLES = """\
var clientVarsService;
class ClientVariables {
getToken() {
return clientVarsService.getVariable("Token", "Bank", OS$DataTypes.DataTypes.Text);
}
setToken(value) {
return clientVarsService.setVariable("Token", "Bank", OS$DataTypes.DataTypes.Text, value);
}
getIsLoading(){return s.getVariable("IsLoading","Bank",n.DataTypes.DataTypes.Boolean)}
}
"""

CLASS_SCREEN = """\
class View extends OSView.BaseView.BaseWebScreen {
}
class ControllerInner extends OS.Controller.BaseViewController {
pay$ServerAction(amountIn, callContext) {
var inputs = {
Amount: OS$DataConversion.ServerDataConverter.to(amountIn, {
dataType: OS$DataTypes.DataTypes.Decimal,
pendingPromises: pendingPromises
}),
CustomerId: OS$DataConversion.ServerDataConverter.to(customerIdIn, { dataType: OS$DataTypes.DataTypes.LongInteger })
};
return controller.callServerAction("Pay", "screenservices/Bank/Main/Pay/ServiceAPIPay", "h", inputs, controller.x());
}
static checkPermissions() {
%s}
}
"""

MINIFIED_CALL = (
    'var r=1/2,q=/["\\/]{/.test(s);var s={Note:n.to(e,n.T)};return t.callServerAction("Save","screenservices/Bank/'
    'ActionSave","abc",s,t.callContext(r),void 0,void 0,!0)'
)


def bundle_of(**files: str) -> tuple[BundleFile, ...]:
    """Files of the module ``Bank``; ``Main_Pay_mvc`` becomes ``Bank.Main.Pay.mvc.js``."""
    return tuple(
        BundleFile(f"www/scripts/Bank.{name.replace('_', '.')}.js", text.encode("utf-8"))
        for name, text in files.items()
    )


def covered(text: str, span: Span) -> str:
    """The characters that a span of one line covers."""
    assert span.start_line == span.end_line
    return text.split("\n")[span.start_line - 1][span.start_column - 1 : span.end_column - 1]


def test_entities_of_the_new_runtime() -> None:
    (module,) = read_bundle(bundle_of(entities=NEW_ENTITIES)).modules
    (entity,) = module.entities
    assert (entity.name, entity.kind, entity.table) == ("Säule", EntityKind.CLIENT, "OSUSR_X_CARD")
    assert [(item.name, item.data_type, item.length, item.decimals) for item in entity.attributes] == [
        ("Id", "LongInteger", None, None),
        ("Pan", "Text", 19, None),
        ("Limit", "Decimal", None, 2),
    ]
    assert entity.attributes[0].is_identifier
    assert entity.attributes[1].default == ""
    assert covered(NEW_ENTITIES, entity.place.location.span) == '"Säule"'
    assert covered(NEW_ENTITIES, entity.attributes[2].place.location.span) == '"Limit"'
    assert module.kind is ModuleKind.MOBILE


def test_client_variables_of_the_new_runtime() -> None:
    (module,) = read_bundle(bundle_of(clientVariables=CLASS_VARIABLES)).modules
    assert [(item.name, item.data_type) for item in module.client_variables] == [
        ("Token", "Text"),
        ("IsLoading", "Boolean"),
    ]
    assert covered(CLASS_VARIABLES, module.client_variables[0].place.location.span) == "Token"
    assert module.kind is ModuleKind.REACTIVE


@pytest.mark.parametrize(
    ("permissions", "is_anonymous", "roles"),
    [
        ("", True, ()),
        ("OS.RolesInfo.checkRegistered();\n", False, ("Registered",)),
        ("OS.RolesInfo.checkRoles([C.default.roles.Teller, C.default.roles.Admin]);\n", False, ("Teller", "Admin")),
    ],
)
def test_screens_of_the_new_runtime(permissions: str, is_anonymous: bool, roles: tuple[str, ...]) -> None:
    (module,) = read_bundle(bundle_of(Main_Pay_mvc=CLASS_SCREEN % permissions)).modules
    (screen,) = module.screens
    assert (screen.name, screen.flow, screen.is_anonymous, screen.roles) == ("Pay", "Main", is_anonymous, roles)
    (call,) = module.server_calls
    assert (call.name, call.kind, call.inputs) == ("Pay", "ServiceAction", ("Amount", "CustomerId"))


def test_a_block_is_no_screen() -> None:
    block = (CLASS_SCREEN % "").replace("BaseWebScreen", "BaseWebBlock")
    (module,) = read_bundle(bundle_of(Main_Menu_mvc=block)).modules
    assert module.screens == ()
    assert len(module.server_calls) == 1


def test_minified_code_with_regular_expressions_and_divisions() -> None:
    (module,) = read_bundle(bundle_of(controller=MINIFIED_CALL)).modules
    assert [(call.name, call.inputs) for call in module.server_calls] == [("Save", ("Note",))]


def test_records_of_minified_classes() -> None:
    text = (
        "var k=class k extends t.GenericRecord{static attributesToDeclare(){return["
        'this.attr("Pan","panAttr","pan",!0,!1,t.DataTypes.Text,function(){return""},!0)].concat(t.GenericRecord.attributesToDeclare.call(this))}};'
    )
    (module,) = read_bundle(bundle_of(model=text)).modules
    (record,) = module.records
    assert [(item.name, item.data_type, item.is_mandatory) for item in record.attributes] == [("Pan", "Text", True)]
    assert module.entities == ()


def test_a_model_file_without_records() -> None:
    (module,) = read_bundle(
        [BundleFile("www/scripts/Shop.model.js", b'define("Shop.model", [], function () {});')]
    ).modules
    assert module.records == ()


def test_storage_in_the_browser() -> None:
    on = read_bundle(bundle_of(index="OS.Init({ IndexedDBOffline: true });"))
    off = read_bundle(bundle_of(index="OS.Init({ IndexedDBOffline: false });"))
    assert on.indexed_db_files == ("www/scripts/Bank.index.js",)
    assert off.indexed_db_files == ()


def test_plugins_without_metadata() -> None:
    text = 'module.exports = [{"id": "a.A", "pluginId": "a"}, {"id": "a.B", "pluginId": "a"}];'
    bundle = read_bundle([BundleFile("www/cordova_plugins.js", text.encode())])
    assert [(item.identifier, item.version) for item in bundle.plugins] == [("a", "")]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("www/scripts/Bank.entities.js", ("Bank", None, "entities")),
        ("www/scripts/Bank.Main.Pay.mvc.js", ("Bank", "Main/Pay", "mvc")),
        ("saved/Bank.entities.js%3f8UX2", ("Bank", None, "entities")),
        ("cordova.js", ("", None, "cordova")),
    ],
)
def test_file_names(path: str, expected: tuple[str, str | None, str]) -> None:
    assert parse_file_name(path) == expected


def test_files_of_others_are_passed_over() -> None:
    assert not is_bundle_file("www/scripts/OutSystems.js")
    assert not is_bundle_file("src/user.entities.ts")
    assert read_bundle([BundleFile("www/other.txt", b"x")]).modules == ()


def test_an_archive() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("assets/www/scripts/Bank.entities.js", NEW_ENTITIES)
        archive.writestr("classes.dex", b"dex")
    files = list(files_in_archive("bank.apk", buffer.getvalue()))
    assert [file.path for file in files] == ["bank.apk/assets/www/scripts/Bank.entities.js"]
    assert read_bundle(files).modules[0].entities[0].name == "Säule"


def test_a_file_that_is_too_large_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("www/Bank.entities.js", b" " * (MAX_FILE + 10))
    with pytest.raises(OutSystemsFormatError, match="more than"):
        read_bundle(files_in_archive("bank.zip", buffer.getvalue()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18])
def test_a_broken_archive_is_refused(data: bytes) -> None:
    with pytest.raises(OutSystemsFormatError, match="no readable ZIP"):
        list(files_in_archive("bank.apk", data))


@pytest.mark.parametrize(("text", "reason"), [("[" * (MAX_DEPTH * 4), "levels deep"), ("{}," * MAX_VALUES, "literals")])
def test_code_that_no_generator_writes_is_refused(text: str, reason: str) -> None:
    with pytest.raises(OutSystemsFormatError, match=reason):
        read_bundle(bundle_of(entities=text))


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("{}[](),:;\"'`/*\\!0aé=\n "), max_size=200))
def test_any_text_is_scanned(text: str) -> None:
    for value in objects(text):
        assert 0 <= value.start < value.end <= len(text)
