"""Attributes that the ones beside them show to be enciphered: where ``noteIv`` stands, ``note`` is no clear text."""

from __future__ import annotations

from collections.abc import Sequence

from secure_lint.sensitivity.words import parts


def has_vector(name: str, siblings: Sequence[str], vectors: Sequence[str]) -> bool:
    """Whether one of the siblings is named like ``name`` with one of the words ``vectors`` behind."""
    own = "".join(parts(name))
    wanted = {own + word for word in vectors}
    return any("".join(parts(one)) in wanted for one in siblings)


def is_vector(name: str, siblings: Sequence[str], vectors: Sequence[str]) -> bool:
    """Whether ``name`` is that of one of its siblings with one of the words ``vectors`` behind."""
    own = "".join(parts(name))
    wanted = {own.removesuffix(word) for word in vectors if own.endswith(word)}
    return bool(wanted) and any("".join(parts(one)) in wanted for one in siblings)
