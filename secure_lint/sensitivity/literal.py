"""Literals that prove their data type by form and check digits."""

from __future__ import annotations

import re

from secure_lint.sensitivity.data_type import Proof

# Visa, Mastercard, American Express, Diners, Discover and UnionPay, JCB (ISO/IEC 7812 issuer ranges).
_CARD = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|[245]\d\d)\d{12}|35\d{14}"
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_JWT = re.compile(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*")
_PEM = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def proves(literal: str, proof: Proof) -> bool:
    """Whether ``literal`` can only be a value of this kind."""
    text = literal.strip()
    if proof is Proof.CARD_NUMBER:
        digits = re.sub(r"[ -]", "", text)
        return bool(_CARD.fullmatch(digits)) and len(set(digits)) > 1 and _luhn(digits)
    if proof is Proof.IBAN:
        compact = text.replace(" ", "").upper()
        return bool(_IBAN.fullmatch(compact)) and _mod97(compact)
    if proof is Proof.JWT:
        return bool(_JWT.fullmatch(text))
    if proof is Proof.PEM_PRIVATE_KEY:
        return bool(_PEM.match(text))
    return bool(_EMAIL.fullmatch(text))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _mod97(iban: str) -> bool:
    rearranged = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == 1
