"""The organisation's own vocabulary, from its configuration to the form that the classifier takes."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from secure_lint.engine.configuration import AddedTerms, Configuration
from secure_lint.sensitivity.data_type import DataType, ValueKind
from secure_lint.sensitivity.overrides import Overrides, OwnKeeping, OwnTerms, SensitivePath
from secure_lint.sensitivity.taxonomy import Taxonomy

_HOLDING_NOTHING = (ValueKind.FLAG, ValueKind.REFERENCE, ValueKind.COMPONENT)


def sensitivity_overrides(configuration: Configuration, taxonomy: Taxonomy) -> Overrides:
    """The ``[sensitivity]`` part of a configuration, checked against the taxonomy.

    Raises `ConfigurationError` at the line of a data type or group that does not exist.
    """
    types = {data_type.id for data_type in taxonomy.types}
    return own_vocabulary(configuration, types, {group.id for group in taxonomy.groups})


def own_vocabulary(configuration: Configuration, types: Collection[str], groups: Collection[str]) -> Overrides:
    """The same against the ids of known ``types`` and ``groups``."""
    own = configuration.sensitivity
    new = {name: added for name, added in own.add.items() if name not in types}
    known = {*types, *new}
    for glob, name in own.sensitive.items():
        _require(configuration, name, known, "data type", "sensitive", glob)
    for name in own.keeping:
        _require(configuration, name, known, "data type", "keeping", name)
    return Overrides(
        types=tuple(_new_type(configuration, name, added, groups) for name, added in new.items()),
        terms=tuple(OwnTerms(name, added.words) for name, added in own.add.items()),
        not_sensitive=own.not_sensitive,
        sensitive=tuple(SensitivePath(glob, name) for glob, name in own.sensitive.items()),
        keeping=(
            *(OwnKeeping(name, keeping) for name, keeping in own.keeping.items()),
            *(OwnKeeping(name, added.keeping) for name, added in own.add.items() if added.keeping and name not in new),
        ),
    )


def _new_type(configuration: Configuration, name: str, added: AddedTerms, groups: Collection[str]) -> DataType:
    if added.keeping is None or added.group is None:
        message = f"{name!r} is a new data type and needs 'keeping' and 'group' (one of {', '.join(sorted(groups))})"
        raise configuration.mistake("sensitivity", message, "add", name)
    _require(configuration, added.group, groups, "group", "add", name, "group")
    return DataType(
        id=name,
        title=name.replace("_", " "),
        group=added.group,
        keeping=added.keeping,
        cwe=(),
        masvs=(),
        regulations=(),
        google_play=(),
        apple=(),
        values=frozenset(kind for kind in ValueKind if kind not in _HOLDING_NOTHING),
        terms=(),
    )


def _require(configuration: Configuration, name: str, known: Collection[str], what: str, *inner: str) -> None:
    if name in known:
        return
    close = difflib.get_close_matches(name, sorted(known), n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    raise configuration.mistake("sensitivity", f"there is no {what} {name!r}{hint}", *inner)
