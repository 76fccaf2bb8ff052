"""The items of a list among settings: records of an exported schema."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from secure_lint.model.schema import Setting


class Branch(msgspec.Struct, frozen=True):
    """One item of a list. ``leaves`` are its plain values by name, ``settings`` all below it, with relative paths."""

    leaves: dict[str, Setting]
    settings: tuple[Setting, ...]


def branches(settings: Iterable[Setting], list_path: str) -> tuple[Branch, ...]:
    """The items of the list at ``list_path``, in order."""
    prefix = f"{list_path}/["
    items: dict[str, list[Setting]] = {}
    for setting in settings:
        if setting.path.startswith(prefix):
            number, _, rest = setting.path[len(prefix) :].partition("]/")
            if rest:
                items.setdefault(number, []).append(Setting(rest, setting.value, setting.span, setting.key_span))
    return tuple(
        Branch({setting.path: setting for setting in item if "/" not in setting.path}, tuple(item))
        for item in items.values()
    )
