"""Words in which models say how code limits the values of fields, in an app and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

LIMITS: Final = {
    "shortest": "the least number of characters",
    "longest": "the greatest number of characters",
    "least": "the least number",
    "most": "the greatest number",
    "pattern": "a regular expression",
    "form": "a form with a name: email, url, uuid, digits",
    "checked": "a check of which nobody can tell what it lets pass",
}
"""The kinds of limit that there are."""

FORMS: Final = frozenset({"email", "url", "uuid", "digits", "date", "choice"})
"""The forms that have a name."""


class SaidLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Annotations of a field, or calls that describe or filter one, that limit its value.

    ``name`` are their qualified names; a call is told by the last part, in files that import something of the model.
    ``limits`` maps kinds of limit to the ports of their values, several of them with blanks in between, ``means`` to
    values that go without saying.
    """

    name: tuple[str, ...]
    limits: dict[str, str] = {}
    means: dict[str, str | int] = {}


class ChainedLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Chains of calls that describe a field: ``yup.string().min(3)``.

    They begin with one of the names ``roots``, or something imported from such a module. A chain with one of the calls
    ``numbers`` describes a number, one with one of ``texts`` a text, any other something else. ``of_texts`` and
    ``of_numbers`` map calls in them to the limit whose value is their first argument, or which is said without one
    (``form=email``).
    """

    roots: tuple[str, ...]
    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    of_texts: dict[str, str] = {}
    of_numbers: dict[str, str] = {}


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A call, an object or an element of a user interface that stands for one field which the user enters.

    ``name`` are the last two parts, or the last one, of how the source calls it. ``field`` lists ports that tell its
    name, as a text or by what is written there; the first that does counts. ``limits`` and ``means`` are as for
    `SaidLimits`, ``entries`` the same for the members of objects at the ports ``within``, where limits may also be said
    by calls, or by functions that check their parameter.
    """

    name: tuple[str, ...]
    field: tuple[str, ...]
    limits: dict[str, str] = {}
    means: dict[str, str | int] = {}
    within: tuple[str, ...] = ()
    entries: dict[str, str] = {}


class LayoutFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Elements of layout files that stand for fields which the user enters.

    ``files`` is a regular expression for the paths of such files, ``elements`` one for the names of the elements,
    ``name`` the attribute with the name of a field, and ``limits`` maps attributes to the kinds of limit that they
    state.
    """

    files: str
    elements: str
    name: str
    limits: dict[str, str]


class PatternTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A call that tells whether a text has a form.

    ``text`` is the port of the text, ``pattern`` that of a regular expression, of which ``named`` maps well-known ones,
    by their last names, to forms. ``means`` is the form where the call itself names it. ``on`` is a regular expression
    for what the source writes before the name of the call.
    """

    name: str
    text: str
    pattern: str | None = None
    named: dict[str, str] = {}
    means: str | None = None
    on: str | None = None


class Dialect(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a framework writes a limit of a field: ``written`` maps kinds of limit to texts with ``{value}`` in them.

    ``of_types`` are types that a class of fields extends; without these, all of the language.
    """

    written: dict[str, str]
    of_types: tuple[str, ...] = ()


class LimitWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How code says, or checks by hand, what a field may hold.

    ``texts`` and ``numbers`` are types that hold any text and any number. ``neutral`` are annotations and types of
    fields that say nothing of the value, ``kept`` members by which an object that describes a record limits one of its
    own. For checks by hand, ``lengths`` are members and functions that yield the length of a text, ``through`` such as
    yield the value itself in another form, ``tests`` calls that compare with a pattern, ``patterns`` calls that make
    one. ``refusing`` is a regular expression for the names of what is set or called where a value is refused, and
    ``control_words`` lists words in names of controls that are no part of the name of the field. ``files`` are further
    words by which files of an app are told in which values may be checked.
    """

    said: tuple[SaidLimits, ...] = ()
    chains: tuple[ChainedLimits, ...] = ()
    controls: tuple[Control, ...] = ()
    layouts: tuple[LayoutFields, ...] = ()
    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    tests: tuple[PatternTest, ...] = ()
    patterns: tuple[str, ...] = ()
    refusing: str | None = None
    control_words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    dialects: tuple[Dialect, ...] = ()

    def kinds(self) -> Iterator[str]:
        """All kinds of limit that it names."""
        for said in self.said:
            yield from (*said.limits, *said.means)
        for control in self.controls:
            yield from (*control.limits, *control.means, *control.entries.values())
        for layout in self.layouts:
            yield from layout.limits.values()
        for chain in self.chains:
            yield from (one.partition("=")[0] for one in (*chain.of_texts.values(), *chain.of_numbers.values()))
        for dialect in self.dialects:
            yield from dialect.written

    def ports(self) -> Iterator[str]:
        """All ports that it names."""
        for said in self.said:
            yield from (port for ports in said.limits.values() for port in ports.split())
        for control in self.controls:
            yield from (*control.field, *control.within, *control.limits.values())
        for test in self.tests:
            yield from (one for one in (test.text, test.pattern) if one is not None)

    def words(self) -> frozenset[str]:
        """The names by which a file may limit a field by a call or a control."""
        names = (
            *(name for one in self.said for name in one.name),
            *(name for one in self.controls for name in one.name),
        )
        roots = (root for chain in self.chains for root in chain.roots)
        return frozenset((*(name.rpartition(".")[2] for name in names), *roots, *self.files))
