"""Which form of an app fills which request.

A form whose file sends the request fills it. Elsewhere the names tell: that of several requests of which the fields of
a form make up most is the one, if it is the only one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from secure_lint.model.endpoint import ClientRequest, Exchange
from secure_lint.model.limits import Form
from secure_lint.parity.names import folded

LEAST_SHARED, LEAST_SHARE = 2, 0.4
"""So many fields, and so great a part of those of a request and of a form, have to have the same names."""

MOST_ALONE: Final = 3
"""A form or request with more fields than this is not told by the name of one of them."""


class Binding(msgspec.Struct, frozen=True):
    """A form with a request that it fills; one that is not ``sure`` is told by the name of a single field."""

    form: Form
    exchange: Exchange
    sure: bool = True


def bindings(forms: Iterable[Form], exchanges: Sequence[Exchange]) -> Iterator[Binding]:
    """The forms with the requests that they fill."""
    filled = [one for one in exchanges if one.request.fields]
    by_file: dict[str, list[Exchange]] = defaultdict(list)
    bearing: dict[str, set[str]] = defaultdict(set)
    for one in filled:
        by_file[one.request.location.path].append(one)
        for name in _names(one.request):
            bearing[name].add(f"{one.endpoint.verb} {one.endpoint.path}")
    for form in forms:
        here = by_file.get(form.path, ())
        if here:
            yield from (Binding(form, one) for one in here)
            continue
        names = {one.name for one in form.fields}
        shared = [(len(names & _names(one.request)), one) for one in filled]
        yield from _by_names(form, [(count, one) for count, one in shared if count], bearing)


def _by_names(form: Form, shared: Sequence[tuple[int, Exchange]], bearing: dict[str, set[str]]) -> Iterator[Binding]:
    shares = [(count, count / max(len(_names(one.request)), len(form.fields)), one) for count, one in shared]
    enough = [one for one in shares if one[0] >= LEAST_SHARED and one[1] >= LEAST_SHARE]
    if enough:
        best = max((count, share) for count, share, _ in enough)
        winners = [one for count, share, one in enough if (count, share) == best]
        if len({one.endpoint.location for one in winners}) == 1:
            yield from (Binding(form, one) for one in winners)
        return
    if len(form.fields) > MOST_ALONE:
        return
    for one in (one for _, one in shared if len(_names(one.request)) <= MOST_ALONE):
        alone = {name for name in _names(one.request) if len(bearing[name]) == 1}
        if alone & {field.name for field in form.fields}:
            kept = tuple(field for field in form.fields if field.name in alone)
            yield Binding(Form(form.path, kept), one, sure=False)


def _names(request: ClientRequest) -> set[str]:
    return {folded(one.name) for one in request.fields}
