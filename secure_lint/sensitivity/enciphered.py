"""Values that their types, or the attributes beside them, show to be enciphered.

Where ``noteIv`` stands, ``note`` is no clear text, and an ``EncryptedString`` is none either.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from secure_lint.sensitivity.words import parts

_TYPE = re.compile(r"(?:\w+\.)*(\w+)")


def is_enciphered_type(declared: str, protected: Container[str]) -> bool:
    """Whether the name of a type begins with one of the words ``protected``: ``EncryptedString``, ``CipherText?``."""
    match = _TYPE.match(declared)
    words = parts(match.group(1)) if match is not None else []
    return len(words) > 1 and words[0] in protected


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
