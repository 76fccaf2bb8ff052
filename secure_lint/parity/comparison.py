"""What an app asks of a field beside what the server asks of it.

The two are compared kind by kind: lengths and numbers as ranges, patterns by trying them out. What cannot be compared
makes no difference.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from secure_lint.model.limits import Limit
from secure_lint.parity.patterns import lets_more_pass, width

CHECKED = "checked"
_UPPER = {"longest": True, "most": True, "shortest": False, "least": False}
_SHAPES = ("pattern", "form")
_TRIVIAL = 1
"""That a text is not empty is no limit worth a word."""


class Verdict(enum.Enum):
    """How the server's limits of a field stand to those of the app."""

    PARITY = "parity"
    SERVER_STRICTER = "server-stricter"
    SERVER_WEAKER = "server-weaker"
    CLIENT_ONLY = "client-only"
    NOT_COMPARABLE = "not-comparable"


class Difference(msgspec.Struct, frozen=True):
    """A limit of the app that the server does not keep; ``server`` is its own of the kind, if there is one."""

    client: Limit
    server: Limit | None = None


class Comparison(msgspec.Struct, frozen=True):
    """A verdict with the limits that it rests on."""

    verdict: Verdict
    differences: tuple[Difference, ...] = ()

    @property
    def is_small(self) -> bool:
        """Whether the server only takes shorter texts than the app does."""
        return all(one.client.kind == "shortest" for one in self.differences)

    @property
    def of_server(self) -> tuple[Limit, ...]:
        """The limits of the server that let more pass."""
        return tuple(one.server for one in self.differences if one.server is not None)


def compare(client: Sequence[Limit], server: Sequence[Limit]) -> Comparison:
    """The verdict about a field with these limits on both sides."""
    asked, kept = _by_kind(client), _by_kind(server)
    asked.pop(CHECKED, None)
    if CHECKED in kept or not asked:
        return Comparison(Verdict.NOT_COMPARABLE)
    found = (*_ranges(asked, kept), *_shapes(asked, kept))
    if any(one.server is not None for one in found):
        return Comparison(Verdict.SERVER_WEAKER, found)
    if found:
        return Comparison(Verdict.CLIENT_ONLY, found)
    stricter = any(_is_stricter(kept[kind], limit) for kind, limit in asked.items() if kind in kept and kind in _UPPER)
    return Comparison(Verdict.SERVER_STRICTER if stricter else Verdict.PARITY)


def _by_kind(limits: Sequence[Limit]) -> dict[str, Limit]:
    """The strictest limits by kind; an anchored pattern limits the length as well, where nothing else does."""
    found: dict[str, Limit] = {}
    for one in limits:
        present = found.get(one.kind)
        if one.kind == "shortest" and _number(one) <= _TRIVIAL:
            continue
        if present is None or (one.kind in _UPPER and _is_stricter(one, present)):
            found[one.kind] = one
    pattern = found.get("pattern")
    size = width(str(pattern.value)) if pattern is not None else None
    if pattern is not None and size is not None:
        if size.least > _TRIVIAL:
            found.setdefault("shortest", Limit("shortest", size.least, pattern.location))
        if size.most is not None:
            found.setdefault("longest", Limit("longest", size.most, pattern.location))
    return found


def _ranges(asked: Mapping[str, Limit], kept: Mapping[str, Limit]) -> Iterator[Difference]:
    shaped = any(kind in kept for kind in _SHAPES)
    for kind in _UPPER:
        limit, own = asked.get(kind), kept.get(kind)
        if limit is None:
            continue
        if own is not None:
            if _is_stricter(limit, own):
                yield Difference(limit, own)
        elif not shaped and not (kind in ("shortest", "longest") and "pattern" in asked and not _stated(asked, kind)):
            yield Difference(limit)


def _stated(asked: Mapping[str, Limit], kind: str) -> bool:
    """Whether a length is stated by itself and not told by a pattern."""
    return asked[kind].location != asked["pattern"].location


def _shapes(asked: Mapping[str, Limit], kept: Mapping[str, Limit]) -> Iterator[Difference]:
    pattern, form = asked.get("pattern"), asked.get("form")
    own = kept.get("pattern")
    if pattern is not None:
        if own is not None and lets_more_pass(str(own.value), str(pattern.value)):
            yield Difference(pattern, own)
        elif own is None and "form" not in kept and lets_more_pass("", str(pattern.value)):
            yield Difference(pattern)
    elif form is not None and own is None and "form" not in kept:
        yield Difference(form)


def _is_stricter(one: Limit, other: Limit) -> bool:
    """Whether the first of two limits of a kind lets less pass."""
    return _number(one) < _number(other) if _UPPER[one.kind] else _number(one) > _number(other)


def _number(limit: Limit) -> float:
    return float(limit.value)
