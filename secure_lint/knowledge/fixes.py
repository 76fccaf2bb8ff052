"""The automatic fixes that policies may name: a closed list.

What a fix needs to know of an API stands in the policy; the code of a fix, in `secure_lint.fixes`, knows the grammar of
its languages only.
"""

from __future__ import annotations

import msgspec


class FixKind(msgspec.Struct, frozen=True):
    """One fix.

    ``languages`` have code for it; it can be safe in those that are also in ``safe_in``. A policy must give the keys in
    ``needs`` and may give those in ``takes``.
    """

    about: str
    languages: tuple[str, ...]
    safe_in: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()


class AutomaticFix(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A change of the source that mends a finding.

    ``fix`` is one of `FIXES`, which say what they do with the other keys and which of them they take. ``does`` tells
    the user what is changed. One that is ``unsafe`` needs a second look wherever it is made; of the others the fix
    itself tells by the place. ``unsafe_where`` is a regular expression for names that make it so: those in conditions
    around the place, those of functions around it, and comments on its lines (with ``_`` between the words), which tell
    that somebody has chosen it there. ``unsafe_with`` are arguments of the guilty call that do so.
    """

    fix: str
    does: str
    unsafe: bool = False
    unsafe_where: str | None = None
    unsafe_with: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    values: dict[str, str] = {}
    matches: str | None = None
    made_by: tuple[str, ...] = ()
    unless_left: dict[str, str] = {}


_PYTHON = ("python",)

FIXES: dict[str, FixKind] = {
    "replace-value": FixKind(
        "Puts the value that ``values`` maps the guilty one to in its place. Safe where the value stands in the guilty "
        "statement under one of the names in ``named``: as keyword argument, entry of a dictionary or attribute. With "
        "``made_by``, only where the attribute's object comes from one of these functions, called without arguments; "
        "with ``unless_left``, only where no attribute in it keeps the value that stands there for it.",
        _PYTHON,
        safe_in=_PYTHON,
        needs=frozenset(("named", "values")),
        takes=frozenset(("made_by", "unless_left")),
    ),
    "remove-argument": FixKind(
        "Takes an argument named in ``named`` out of the guilty call.",
        _PYTHON,
        safe_in=_PYTHON,
        needs=frozenset(("named",)),
    ),
    "replace-function": FixKind(
        "Puts the function that ``values`` maps the guilty one to in its place, where the call has no arguments but "
        "those in ``named``.",
        _PYTHON,
        safe_in=_PYTHON,
        needs=frozenset(("values",)),
        takes=frozenset(("named",)),
    ),
    "replace-scheme": FixKind(
        "Puts the scheme that ``values`` maps the guilty one to at the beginning of the literal that is the guilty "
        "address and matches ``matches``. Safe where the address is compared with nothing in its file.",
        ("python", "kotlin", "java", "javascript"),
        safe_in=_PYTHON,
        needs=frozenset(("values", "matches")),
    ),
    "explicit-fields": FixKind(
        "Lists the fields where the options of a class (a class in it) take all or leave some out. ``named`` are the "
        "options that list fields, that leave some out, and that name the record; ``matches`` is what stands for all. "
        "``made_by`` are patterns for the functions that make a field; ``values`` maps the bases at which "
        "the search ends to the field that they add (or to nothing), unless a field has an argument as in "
        "``unless_left``.",
        _PYTHON,
        safe_in=_PYTHON,
        needs=frozenset(("named", "matches", "made_by", "values")),
        takes=frozenset(("unless_left",)),
    ),
    "read-validated": FixKind(
        "Reads a field from the validator that was given the same data and has accepted it. ``values`` maps attributes "
        "that hold what was sent to those that hold what was accepted; ``named`` are the methods that validate. Safe "
        "where the validator declares the field by one of the patterns in ``made_by``, without an argument in "
        "``unless_left``.",
        _PYTHON,
        safe_in=_PYTHON,
        needs=frozenset(("named", "values", "made_by")),
        takes=frozenset(("unless_left",)),
    ),
}


def is_safe_at_best(fix: str, language: str, *, unsafe: bool) -> bool:
    """Whether there are places where the fix, as a policy names it for a language, needs no second look."""
    return not unsafe and language in FIXES[fix].safe_in
