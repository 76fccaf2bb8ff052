"""Literals that prove their data type."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.data_type import Proof
from secure_lint.sensitivity.literal import proves
from secure_lint.sensitivity.subject import Subject

_PEM = "-----BEGIN " + "PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("literal", "proof", "proven"),
    [
        ("4111 1111 1111 1111", Proof.CARD_NUMBER, True),
        ("4111 1111 1111 1112", Proof.CARD_NUMBER, False),
        ("0000000000000000", Proof.CARD_NUMBER, False),
        ("GB82 WEST 1234 5698 7654 32", Proof.IBAN, True),
        ("GB82 WEST 1234 5698 7654 33", Proof.IBAN, False),
        ("ann.example@mail.test", Proof.EMAIL, True),
        ("@mail", Proof.EMAIL, False),
        ("not.a.jwt", Proof.JWT, False),
        (_PEM, Proof.PEM_PRIVATE_KEY, True),
        ("-----BEGIN CERTIFICATE-----", Proof.PEM_PRIVATE_KEY, False),
    ],
)
def test_proof(literal: str, proof: Proof, *, proven: bool) -> None:
    assert proves(literal, proof) is proven


def test_a_literal_outweighs_the_name(classifier: Classifier) -> None:
    answer = classifier.classify(Subject("sample", literal="5500005555555559"))
    assert answer.data_type == "fin.card_number"
    assert answer.reasons[0].kind == "literal"
    assert "5500005555555559" not in answer.reasons[0].detail
