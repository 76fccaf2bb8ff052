"""The project's own words about its data: from the configuration to the classifier."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from secure_lint.engine.configuration import Configuration
from secure_lint.sensitivity.data_type import DataType, ValueKind
from secure_lint.sensitivity.overrides import Overrides, OwnKeeping, OwnTerms, SensitivePath
from secure_lint.sensitivity.taxonomy import Taxonomy

_HOLDING_NOTHING = (ValueKind.FLAG, ValueKind.REFERENCE, ValueKind.COMPONENT)


def sensitivity_overrides(configuration: Configuration, taxonomy: Taxonomy) -> Overrides:
    """The overrides of a configuration.

    Raises `ConfigurationError` at the line of a data type or group that does not exist.
    """
    stated = configuration.sensitivity
    own_types = tuple(_own_types(configuration, taxonomy))
    known = {one.id for one in (*taxonomy.types, *own_types)}
    for name in stated.keeping:
        _require(configuration, name, known, "data type", "keeping", name)
    for glob, name in stated.sensitive.items():
        _require(configuration, name, known, "data type", "sensitive", glob)
    return Overrides(
        types=own_types,
        terms=tuple(OwnTerms(name, added.words) for name, added in stated.add.items()),
        not_sensitive=stated.not_sensitive,
        sensitive=tuple(SensitivePath(glob, name) for glob, name in stated.sensitive.items()),
        keeping=(
            *(OwnKeeping(name, keeping) for name, keeping in stated.keeping.items()),
            *(OwnKeeping(name, added.keeping) for name, added in stated.add.items() if added.keeping),
        ),
    )


def _own_types(configuration: Configuration, taxonomy: Taxonomy) -> Iterator[DataType]:
    """The added data types that the taxonomy lacks; each shares the weaknesses of its group."""
    groups = {group.id for group in taxonomy.groups}
    for name, added in configuration.sensitivity.add.items():
        if taxonomy.type(name) is not None:
            continue
        if added.keeping is None or added.group is None:
            choice = ", ".join(sorted(groups))
            message = f"{name!r} is a new data type: it needs 'keeping' and 'group' (one of {choice})"
            raise configuration.mistake("sensitivity", message, "add", name)
        _require(configuration, added.group, groups, "group", "add", name, "group")
        model = next(one for one in taxonomy.types if one.group == added.group)
        yield DataType(
            id=name,
            title=name.replace("_", " ").replace("-", " "),
            group=added.group,
            keeping=added.keeping,
            cwe=model.cwe,
            masvs=model.masvs,
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
