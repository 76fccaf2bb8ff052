"""The neutral entity file: its schema, its mistakes, its JSON form."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from secure_lint.formats.outsystems.declarations import Declaration
from secure_lint.formats.outsystems.model import ModuleKind
from secure_lint.formats.outsystems.neutral.document import json_schema
from secure_lint.formats.outsystems.neutral.reading import EntitiesFileError, read_entities_file
from tests.formats.outsystems.field_visits import FIXTURE

CARD = """\
version: entities/1
module: Bank
distribution: {native: false, pwa: true}
entities:
  - name: LocalCard
    kind: client
    syncedFrom: Bank_CS.Card
    offlineJustification: payments without a network
    attributes:
      - name: Pan
        dataType: Text
        sensitivity: restricted
        category: card-number
        protection: attribute-encrypted
        encryptedBy: {action: EncryptText, keySource: KeyStorePlugin.GetValue}
"""


def test_the_fixture_fits_the_published_schema() -> None:
    schema = json.loads(json_schema())
    document = yaml.safe_load((FIXTURE / "secure-lint-entities.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    document["entities"][0]["kind"] = "local"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_what_a_team_states_about_an_attribute() -> None:
    module = read_entities_file("cards.yaml", CARD.encode())
    (entity,) = module.entities
    assert (entity.synced_from, entity.offline_reason) == ("Bank_CS.Card", "payments without a network")
    assert entity.attributes[0].declaration == Declaration(
        data_types=("card-number",),
        protection="attribute-encrypted",
        sensitivity="restricted",
        encrypted_by="EncryptText",
        key_source="KeyStorePlugin.GetValue",
    )
    assert module.is_pwa
    assert module.kind is ModuleKind.MOBILE


def test_json_gives_the_same_module_with_lines() -> None:
    text = json.dumps(yaml.safe_load(CARD), indent=2)
    module = read_entities_file("cards.json", text.encode())
    described = read_entities_file("cards.yaml", CARD.encode())
    assert module.entities[0].attributes[0].declaration == described.entities[0].attributes[0].declaration
    line = module.entities[0].attributes[0].place.location.span.start_line
    assert text.split("\n")[line - 1].strip() == '"name": "Pan",'


@pytest.mark.parametrize(
    ("path", "text", "line", "message"),
    [
        ("e.yaml", CARD.replace("kind: client", "kind: local"), 6, "local"),
        ("e.yaml", CARD.replace("dataType: Text", "datatype: Text"), 11, "did you mean 'dataType'"),
        ("e.yaml", CARD.replace("entities/1", "entities/2"), 1, "entities/2"),
        ("e.yaml", "version: [}\n", 1, "not valid YAML"),
        ("e.yaml", "version: &v entities/1\nmodule: *v\n", 1, "anchors and aliases"),
        ("e.json", '{"version": "entities/1", "entities": [{"name": "A"}]}', 1, "kind"),
        ("e.json", "{", None, "not valid JSON"),
        ("e.json", "[" * 100_000, None, "JSON|deeply"),
        ("e.yaml", "[" * 900 + "]" * 900, None, "deeply|Expected"),
    ],
)
def test_mistakes_are_named_with_their_line(path: str, text: str, line: int | None, message: str) -> None:
    with pytest.raises(EntitiesFileError, match=message) as caught:
        read_entities_file(path, text.encode())
    assert caught.value.path == path
    if line is not None:
        assert caught.value.line == line


def test_an_ampersand_in_a_description_is_no_anchor() -> None:
    text = CARD.replace("payments without", "sales &marketing without")
    assert read_entities_file("e.yaml", text.encode()).entities[0].offline_reason
