"""Extensibility Configurations and declarations in descriptions."""

from __future__ import annotations

import pytest

from secure_lint.formats.outsystems.declarations import Declaration, declaration_in
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.extensibility import MAX_TEXT, read_extensibility
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
    assert (own.origin, own.minimum_tls, own.forward_secrecy) == ("https://care.example.org", "TLSv1.0", False)
    assert (anywhere.origin, anywhere.minimum_tls, anywhere.forward_secrecy) == ("*", None, True)
    assert anywhere.relaxations == ("allows-arbitrary-loads-in-web-content",)
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
