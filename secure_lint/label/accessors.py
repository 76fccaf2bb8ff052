"""The forms of one name that an accessor and its property have."""

from __future__ import annotations

import string


def accessor_forms(name: str) -> tuple[str, ...]:
    """The names under which an accessor is found: ``getText`` is also the property read ``text``.

    A property write is looked up as ``text=``, which ``setText`` answers too.
    """
    if name.endswith("="):
        stem = name[:-1]
        return name, f"set{stem[:1].upper()}{stem[1:]}"
    for prefix in ("get", "is"):
        rest = name.removeprefix(prefix)
        if rest != name and rest[:1].isupper():
            return (name, _decapitalised(rest) if prefix == "get" else name)
    rest = name.removeprefix("set")
    if rest != name and rest[:1].isupper():
        return name, f"{_decapitalised(rest)}="
    return (name,)


def accessed(name: str) -> tuple[str, bool] | None:
    """The property that an accessor is for, and whether it sets it; ``None`` for another method."""
    property_name = accessor_forms(name)[-1]
    if property_name == name:
        return None
    return property_name.removesuffix("="), property_name.endswith("=")


def _decapitalised(name: str) -> str:
    """The property name of an accessor, as Kotlin makes it: ``IV`` is ``iv``, ``URLText`` is ``urlText``."""
    capitals = len(name) - len(name.lstrip(string.ascii_uppercase))
    if capitals == len(name):
        return name.lower()
    count = max(capitals - 1, 1)
    return name[:count].lower() + name[count:]
