"""Cutting names into words."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.words import WordSplitter, fold, parts, spellings


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cardNumber", ["card", "number"]),
        ("CARD_NUMBER", ["card", "number"]),
        ("userIBANNumber", ["user", "iban", "number"]),
        ("addressLine2", ["address", "line", "2"]),
        ("tokenURLs", ["token", "urls"]),
        ("größe", ["grosse"]),
    ],
)
def test_parts(name: str, words: list[str]) -> None:
    assert parts(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cardnumber", ["card", "number"]),
        ("eMail", ["email"]),
        ("e2eKey", ["e2e", "key"]),
        ("observaciones", ["observacion"]),
        ("data_de_nascimento", ["data", "nascimento"]),
        ("manageStorage", ["manage", "storage"]),
        ("numero_do_cartao", ["numero", "cartao"]),
        ("pais", ["pais"]),
        ("diabetes", ["diabetes"]),
    ],
)
def test_the_vocabulary_decides_what_a_word_is(taxonomy: Taxonomy, name: str, words: list[str]) -> None:
    assert WordSplitter(taxonomy.spelling).split(name) == words


def test_umlauts_have_two_spellings() -> None:
    assert spellings("Schlüssel") == ("Schlussel", "Schluessel")
    assert spellings("senha") == ("senha",)


def test_accents_are_folded() -> None:
    assert fold("Sécurité Øre") == "Securite Ore"
