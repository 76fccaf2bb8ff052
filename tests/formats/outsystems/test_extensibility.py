"""Extensibility Configurations and declarations in descriptions."""

from __future__ import annotations

import pytest

from secure_lint.formats.outsystems.declarations import Declaration, declaration_in
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.extensibility import MAX_TEXT, read_extensibility
from secure_lint.formats.registry import read_document
from secure_lint.text.source import SourceText
from tests.formats.outsystems.field_visits import FIXTURE

FILE = FIXTURE / "extensibility-configurations.json"

UNIVERSAL = """{
  "appConfigurations": {
    "cordova": {
      "preferences": {"SomePreference": 1337, "android": {"LogLevel": "DEBUG"}},
      "plugin": {"url": "http://git.example.org/plugin.git"}
    }
  }
}"""


def test_plugins_domains_and_preferences() -> None:
    read = read_extensibility(FILE.name, FILE.read_bytes())
    assert [(item.url, item.identifier) for item in read.plugins] == [
        ("https://github.com/example/cordova-plugin-barcode#1.2.0", "")
    ]
    assert [(item.name, item.value, item.platform) for item in read.preferences] == [
        ("DisallowOverscroll", "true", "global"),
        ("AndroidPersistentFileLocation", "Internal", "android"),
    ]
    own, anywhere = read.access
    assert (own.origin, anywhere.origin) == ("https://care.example.org", "*")
    assert [(item.name, item.value) for item in own.settings] == [
        ("minimum-tls-version", "TLSv1.0"),
        ("requires-forward-secrecy", "false"),
    ]
    assert ("allows-arbitrary-loads-in-web-content", "true") in {(item.name, item.value) for item in anywhere.settings}
    line = FILE.read_text(encoding="utf-8").split("\n")[anywhere.place.location.span.start_line - 1]
    assert line.strip() == '"origin": "*",'
    assert anywhere.place.element == "ExtensibilityConfigurations/access/[1]/origin"


def test_the_universal_form() -> None:
    read = read_extensibility("e.json", UNIVERSAL.encode())
    assert [item.url for item in read.plugins] == ["http://git.example.org/plugin.git"]
    assert [(item.name, item.value, item.platform) for item in read.preferences] == [
        ("SomePreference", "1337", "global"),
        ("LogLevel", "DEBUG", "android"),
    ]


@pytest.mark.parametrize("text", ["{}", '{"resource": "plugin.zip"}'])
def test_cleared_configurations_are_empty(text: str) -> None:
    assert read_extensibility("e.json", text.encode()).is_empty


def test_network_of_the_universal_form() -> None:
    text = """{"appConfigurations": {"network": {"connections": "https_http", "trustedCA": "both"},
        "ios": {"network": {"connections": "https"}}}}"""
    read = read_extensibility("e.json", text.encode())
    assert [(item.platform, item.name, item.value) for item in read.network] == [
        ("global", "connections", "https_http"),
        ("global", "trustedCA", "both"),
        ("ios", "connections", "https"),
    ]
    assert not read.is_empty


def test_a_file_of_its_own_keeps_what_is_not_understood() -> None:
    """The detector of credentials looks at all of it."""
    text = '{"plugin": {"url": "https://git.example.org/p.git", "variables": [{"name": "AppKey", "value": "x1"}]}}'
    read = read_document(SourceText("ExtensibilityConfigurations.json", text.encode()))
    assert read.document is not None
    found = {setting.path: setting.value for setting in read.document.settings}
    assert found["PluginSources/[0]/url"] == "https://git.example.org/p.git"
    assert found["plugin/variables/[0]/value"] == "x1"
    assert read.platform == "outsystems"
    other = read_document(SourceText("extensibility.json", b'{"extensions": ["a"]}'))
    assert other.document is not None
    assert other.document.kind == "json"


@pytest.mark.parametrize("raw", [b"{" * 10_000, b'{"a": \x00\x01}', b"{} " * MAX_TEXT])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(OutSystemsFormatError):
        read_extensibility("e.json", raw)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Social security number", None),
        ("[secure-lint: ssn]", Declaration(("ssn",))),
        (
            "Number of the card [Secure-Lint: card-number, protection=attribute-encrypted] for payments",
            Declaration(("card-number",), "attribute-encrypted"),
        ),
        ("[secure-lint: health][secure-lint: protection=none]", Declaration(("health",), "none")),
        ("[secure-lint: ssn, protected=yes, !]", Declaration(("ssn",), None, ("protected=yes", "!"))),
    ],
)
def test_declarations(description: str, expected: Declaration | None) -> None:
    assert declaration_in(description) == expected
