"""What modelled calls do to protect a value or the store that it stands for, and with whose key."""

from __future__ import annotations

import msgspec

from secure_lint.flow.code.frame import CallSite
from secure_lint.flow.models.ports import at_port, key_at
from secure_lint.flow.values.value import UNPLACED, Protection, StoreState, Value, origins
from secure_lint.knowledge.models import CallModel


def ciphered(site: CallSite, model: CallModel, value: Value) -> Value:
    """The value, its store ciphered with the key that the model names, if one is given.

    What stands for a parameter is in a store that callers know.
    """
    key = key_at(site, model.cipher)
    store = value.store
    if store is None and value.alias is not None:
        store = StoreState(UNPLACED, established=False)
    if key is None or store is None:
        return value
    state = msgspec.structs.replace(store, at_rest="ciphered", key_origins=origins(key))
    return msgspec.structs.replace(value, store=state)


def protection_of(site: CallSite, kind: str, key: str | None) -> Protection:
    """What a call does to protect a value, with the key at a port if a model names one."""
    return Protection(kind) if key is None else Protection(kind, origins(at_port(site, key)), keyed=True)
