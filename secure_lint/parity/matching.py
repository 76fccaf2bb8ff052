"""Which endpoint of the server a request of a client goes to.

A request goes to the endpoint with its verb whose path fits it best; where several fit equally well, the names of the
fields decide, and where they do not either, nobody can tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from secure_lint.model.endpoint import ClientRequest, Endpoint, Exchange
from secure_lint.parity.names import folded
from secure_lint.parity.paths import Fit, fit, segments

ANY: Final = "*"


def exchanges(requests: Iterable[ClientRequest], endpoints: Sequence[Endpoint]) -> tuple[Exchange, ...]:
    """The requests for which exactly one endpoint is the best, with it."""
    by_verb: dict[str, list[tuple[tuple[str, ...], Endpoint]]] = defaultdict(list)
    for endpoint in endpoints:
        by_verb[endpoint.verb].append((segments(endpoint.path), endpoint))
    answering = {one.location.path for one in endpoints}
    found = []
    for request in requests:
        if request.location.path in answering:
            continue
        best = _best(request, by_verb)
        if best is not None:
            found.append(Exchange(request, best))
    return tuple(found)


def _best(request: ClientRequest, by_verb: Mapping[str, Sequence[tuple[tuple[str, ...], Endpoint]]]) -> Endpoint | None:
    asked = segments(request.path)
    fitting: list[tuple[Fit, Endpoint]] = []
    for path, endpoint in (*by_verb.get(request.verb, ()), *by_verb.get(ANY, ())):
        how = fit(asked, path)
        if how is not None:
            fitting.append((how, endpoint))
    if not fitting:
        return None
    best = max(how for how, _ in fitting)
    candidates = [endpoint for how, endpoint in fitting if how == best]
    if len({one.location for one in candidates}) == 1:
        return candidates[0]
    return _by_fields(request, candidates)


def _by_fields(request: ClientRequest, candidates: Sequence[Endpoint]) -> Endpoint | None:
    """Of several endpoints the one that takes most of the fields by name, if it is the only one."""
    sent = {folded(one.name) for one in request.fields}
    shares = [(len(sent & {folded(one.name) for one in each.inputs}), each) for each in candidates]
    best = max(share for share, _ in shares)
    winners = [each for share, each in shares if share == best]
    return winners[0] if best and len(winners) == 1 else None
