"""The project's own words about its data: from the configuration to the classifier."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.engine.configuration import Configuration
from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.data_type import DataType, ValueKind
from secure_lint.sensitivity.overrides import Overrides, OwnKeeping, OwnTerms, SensitivePath
from secure_lint.sensitivity.taxonomy import Taxonomy


def sensitivity_overrides(configuration: Configuration, taxonomy: Taxonomy) -> Overrides:
    """The overrides of a configuration.

    Raises `ConfigurationError` or `UsageError` when one names a data type or group that does not exist.
    """
    stated = configuration.sensitivity
    own_types = tuple(_own_types(configuration, taxonomy))
    known = {one.id for one in (*taxonomy.types, *own_types)}
    for name in stated.keeping:
        if name not in known:
            raise configuration.mistake("sensitivity", f"no data type {name!r}", "keeping", name)
    for glob, name in stated.sensitive.items():
        if name not in known:
            raise configuration.mistake("sensitivity", f"no data type {name!r}", "sensitive", glob)
    return Overrides(
        types=own_types,
        terms=tuple(OwnTerms(name, added.words) for name, added in stated.add.items()),
        not_sensitive=stated.not_sensitive,
        sensitive=tuple(SensitivePath(glob, name) for glob, name in stated.sensitive.items()),
        keeping=tuple(OwnKeeping(name, Keeping(keeping.value)) for name, keeping in stated.keeping.items()),
    )


def _own_types(configuration: Configuration, taxonomy: Taxonomy) -> Iterator[DataType]:
    groups = {group.id: group for group in taxonomy.groups}
    for name, added in configuration.sensitivity.add.items():
        if taxonomy.type(name) is not None:
            continue
        if added.keeping is None or added.group is None:
            message = f"{name!r} is a new data type: it needs a keeping and a group"
            raise configuration.mistake("sensitivity", message, "add", name)
        if added.group not in groups:
            message = f"no group {added.group!r}; groups are {', '.join(sorted(groups))}"
            raise configuration.mistake("sensitivity", message, "add", name, "group")
        model = next(one for one in taxonomy.types if one.group == added.group)
        yield DataType(
            id=name,
            title=name.replace("_", " ").replace("-", " "),
            group=added.group,
            keeping=Keeping(added.keeping.value),
            cwe=model.cwe,
            masvs=model.masvs,
            regulations=(),
            google_play=(),
            apple=(),
            values=frozenset({ValueKind.TEXT, ValueKind.INTEGER, ValueKind.UNKNOWN}),
            terms=(),
        )
