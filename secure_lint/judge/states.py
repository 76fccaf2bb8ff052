"""In which state data lies in a store: the columns of the verdict table.

``plain``, ``encoded`` (its form was changed, nothing more), ``hashed``, ``encrypted`` (before the write, key as it
should be), ``weak-key`` (encrypted or ciphered with a key from the wrong place), ``ciphered`` (the whole store),
``keystore`` (the store is backed by the device keystore), ``mixed`` (some openers of the store cipher it and others
do not).
"""

from __future__ import annotations

from secure_lint.flow.models.stores import MIXED
from secure_lint.flow.values.value import Protection, StoreState
from secure_lint.knowledge.kinds import Kinds
from secure_lint.model.finding import Evidence

PLAIN = "plain"
CIPHERED = "ciphered"

_FROM_SAFEST = ("keystore", "ciphered", "encrypted", "hashed", "mixed", "weak-key", "encoded", "plain")


def exposure(state: str) -> int:
    """How exposed data in this state is; more is worse."""
    return _FROM_SAFEST.index(state)


def state_of(
    kinds: Kinds, protections: tuple[Protection, ...], store: StoreState | None
) -> tuple[str, tuple[Evidence, ...]]:
    """The state of data with these protections in this store, and why."""
    if store is not None and store.engine in kinds.secure_engines:
        return "keystore", (Evidence("store", f"the {kinds.engines[store.engine]} is backed by the device keystore"),)
    clearing = [one for one in protections if one.kind in kinds.clearing]
    if clearing:
        best = min(clearing, key=lambda one: bool(untrusted(kinds, one.key_origins)))
        return _keyed(kinds, best.kind if best.kind == "hashed" else "encrypted", best.key_origins, "cipher")
    if store is not None and store.at_rest == MIXED:
        return MIXED, (Evidence("store", "some places open this store ciphered and others do not"),)
    if store is not None and store.at_rest != PLAIN:
        return _keyed(kinds, CIPHERED, store.key_origins, "store")
    title = f"the {kinds.engines[store.engine]}" if store is not None else "the store"
    if protections:
        return "encoded", (Evidence("cipher", f"{protections[-1].kind} is no encryption"),)
    return PLAIN, (Evidence("store", f"{title} keeps values as they are"),)


def _keyed(kinds: Kinds, state: str, key_origins: tuple[str, ...], subject: str) -> tuple[str, tuple[Evidence, ...]]:
    bad = untrusted(kinds, key_origins)
    if bad and "keystore" not in key_origins:
        return "weak-key", (Evidence("key", f"the key comes from: {', '.join(bad)}"),)
    known = ", ".join(key_origins) or "a place that could not be resolved"
    return state, (Evidence(subject, f"{state}; the key comes from: {known}"),)


def untrusted(kinds: Kinds, key_origins: tuple[str, ...]) -> tuple[str, ...]:
    """Those origins that are no good for a key."""
    return tuple(one for one in key_origins if one in kinds.untrusted)
