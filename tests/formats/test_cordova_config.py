"""Cordova's ``config.xml``."""

from __future__ import annotations

from secure_lint.formats.cordova_config import read_cordova_config
from secure_lint.formats.registry import read_document
from secure_lint.text.source import SourceText
from tests.formats.outsystems.field_visits import FIXTURE


def settings_of(text: str) -> dict[str, str]:
    document = read_cordova_config(SourceText("config.xml", text.encode())).document
    assert document is not None
    return {setting.path: setting.value for setting in document.settings}


def test_preferences_are_settings_of_their_own() -> None:
    read = read_document(SourceText("config.xml", (FIXTURE / "config.xml").read_bytes()))
    assert read.document is not None
    assert (read.document.kind, read.platform) == ("cordova", "cordova")
    found = {setting.path: setting for setting in read.document.settings}
    assert found["widget/access/@origin"].value == "http://geo.example.org"
    assert found["Preferences/global/loglevel"].value == "DEBUG"
    assert found["Preferences/android/AndroidPersistentFileLocation"].value == "Internal"
    line = (FIXTURE / "config.xml").read_text(encoding="utf-8").split("\n")
    span = found["Preferences/global/loglevel"].span
    assert line[span.start_line - 1][span.start_column - 1 : span.end_column - 1].strip('"') == "DEBUG"


def test_several_preferences_of_several_platforms() -> None:
    found = settings_of(
        '<widget><preference name="A" value="1"/><preference name="B" value="2"/>'
        '<platform name="android"><preference name="A" value="3"/></platform>'
        '<platform name="ios"><preference name="A" value="4"/><preference name="C"/></platform></widget>'
    )
    preferences = {path: value for path, value in found.items() if path.startswith("Preferences/")}
    assert preferences == {
        "Preferences/global/A": "1",
        "Preferences/global/B": "2",
        "Preferences/android/A": "3",
        "Preferences/ios/A": "4",
    }


def test_the_config_of_another_tool_is_plain_xml() -> None:
    read = read_cordova_config(SourceText("config.xml", b'<jenkins><preference name="A" value="1"/></jenkins>'))
    assert read.document is not None
    assert read.document.kind == "xml"
    assert not [setting for setting in read.document.settings if setting.path.startswith("Preferences/")]
    assert read.platform == ""


def test_the_configuration_of_one_build_is_read_as_well() -> None:
    text = b'<widget><preference name="loglevel" value="DEBUG"/></widget>'
    document = read_document(SourceText("app/config.release.xml", text)).document
    assert document is not None
    assert document.kind == "cordova"
    assert "Preferences/global/loglevel" in [setting.path for setting in document.settings]
