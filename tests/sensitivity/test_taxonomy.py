"""Reading and checking the taxonomy."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from secure_lint.errors import RuleError
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Subject
from secure_lint.sensitivity.taxonomy import Taxonomy, load_taxonomy
from tests.sensitivity.conftest import taxonomy_documents

_CONTACT = "rules/taxonomy/types/contact.yaml"


def test_every_type_says_how_it_is_kept_and_why(taxonomy: Taxonomy) -> None:
    groups = {group.id for group in taxonomy.groups}
    for item in taxonomy.types:
        assert item.group in groups
        assert item.cwe
        assert all(control.startswith("MASVS-") for control in item.masvs)
        assert item.regulations
    assert len(taxonomy.types) > 100


def test_the_bundle_gives_the_same_answers(taxonomy: Taxonomy) -> None:
    copy = msgspec.msgpack.decode(msgspec.msgpack.encode(taxonomy), type=Taxonomy)
    assert copy == taxonomy
    assert Classifier(copy).classify(Subject("cardNumber")).data_type == "fin.card_number"


def test_the_classifier_needs_no_yaml() -> None:
    code = "import secure_lint.sensitivity.classifier, sys; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (_CONTACT, "tail: strict", "tail: loose", r"contact\.yaml:\d+: .*loose"),
        (_CONTACT, "unless: [", "unless: [nowhere, ", r"contact\.yaml:\d+: unknown context 'nowhere'"),
        (_CONTACT, "negative_heads: [", "negative_heads: [nothing, ", r"contact\.yaml:\d+: .*'nothing'"),
        (_CONTACT, "- when: [", "- when: [nowhere, ", r"contact\.yaml:\d+: unknown context 'nowhere'"),
        (_CONTACT, "- id: contact.phone", "- id: contact.email", r"contact\.yaml:\d+: .*stands twice"),
        (_CONTACT, "title: E-mail address", "titel: E-mail address", r"contact\.yaml:\d+: .*unknown key 'titel'"),
        ("rules/taxonomy/contexts.yaml", "record_type: fin.loan", "record_type: fin.none", r"fin\.none"),
    ],
)
def test_a_mistake_has_its_place(path: str, old: str, new: str, message: str) -> None:
    documents = taxonomy_documents()
    assert old in documents[path]
    documents[path] = documents[path].replace(old, new, 1)
    with pytest.raises(RuleError, match=message):
        load_taxonomy(documents.items())


def test_missing_and_foreign_documents_are_refused() -> None:
    documents = taxonomy_documents()
    with pytest.raises(RuleError, match="not a document of the taxonomy"):
        load_taxonomy([*documents.items(), ("rules/taxonomy/other.yaml", "a: 1")])
    del documents["rules/taxonomy/grammar.yaml"]
    with pytest.raises(RuleError, match="needs this document"):
        load_taxonomy(documents.items())
