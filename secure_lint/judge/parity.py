"""Policies about fields that an app limits and the server does not, or less."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.endpoints import shown
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import ParityMatch
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.finding import Confidence, Finding, Step
from secure_lint.model.limits import Limit
from secure_lint.model.span import Location
from secure_lint.parity.fields import STORES
from secure_lint.parity.parity import FieldPair
from secure_lint.parity.wording import in_words, written_as
from secure_lint.server.names import joined_words


def judge_parity(analysed: Analysed, policy: Policy, match: ParityMatch) -> Iterator[Finding]:
    """The findings of a policy about both sides; one for each field of the server."""
    seen = set()
    for pair in analysed.parity.fixed() if match.fixed else analysed.parity.compared():
        verdict = pair.comparison.verdict.value if pair.comparison is not None else None
        if (match.fixed or verdict in match.verdicts) and _counts(match, pair) and pair.server.location not in seen:
            seen.add(pair.server.location)
            yield _finding(analysed, policy, match, pair)


def _counts(match: ParityMatch, pair: FieldPair) -> bool:
    name = joined_words(pair.server.name)
    endpoint = pair.exchange.endpoint
    if match.named is not None and not re.search(match.named, name):
        return False
    if match.unless_named is not None and re.search(match.unless_named, name):
        return False
    if match.unless_endpoint is not None and re.search(match.unless_endpoint, _named(endpoint)):
        return False
    return any(one.kind in STORES for one in endpoint.reaches)


def _named(endpoint: Endpoint) -> str:
    return f"{joined_words(endpoint.path)} {joined_words(endpoint.handler)}"


def _finding(analysed: Analysed, policy: Policy, match: ParityMatch, pair: FieldPair) -> Finding:
    differences = pair.comparison.differences if pair.comparison is not None else ()
    limits = tuple(one.client for one in differences)
    words = {
        "name": pair.server.name,
        "subject": pair.server.owner,
        "endpoint": shown(pair.exchange.endpoint),
        "client": in_words(limits),
        "server": in_words(pair.comparison.of_server if pair.comparison is not None else ()),
        "constant": str(pair.sent.constant),
    }
    finding = make_finding(
        policy,
        _place(pair),
        words,
        symbol=pair.server.owner,
        severity=match.severity,
        confidence=None if _is_sure(match, pair) else Confidence.LOW,
        related=tuple(_related(pair, limits)),
    )
    written = written_as(analysed.program, analysed.index, pair.server, limits)
    return msgspec.structs.replace(finding, fix=f"{finding.fix} Here: {written}") if written else finding


def _place(pair: FieldPair) -> Location:
    """Where the server has to be changed: at the limit that lets more pass, else beside another one, else the field."""
    own = pair.comparison.of_server if pair.comparison is not None else ()
    stated = (one for one in pair.server.limits if one.location.path == pair.server.location.path)
    first = next(iter((*own, *(one for one in stated if (one.kind, one.value) != ("shortest", 1)))), None)
    return pair.server.location if first is None else first.location


def _is_sure(match: ParityMatch, pair: FieldPair) -> bool:
    if not pair.sure:
        return False
    small = pair.comparison is not None and pair.comparison.is_small
    return not small or (match.short_matters is not None and bool(re.search(match.short_matters, pair.server.name)))


def _related(pair: FieldPair, limits: tuple[Limit, ...]) -> Iterator[Step]:
    for one in {limit.location: limit for limit in limits}.values():
        yield Step(one.location, f"the app asks for {in_words((one,))}")
    yield Step(pair.exchange.request.location, f"the app sends `{pair.sent.name}`")
    endpoint = pair.exchange.endpoint
    yield Step(endpoint.location, f"`{endpoint.handler}` answers {shown(endpoint)}")
