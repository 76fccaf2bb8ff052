"""Policies about endpoints: what stands before them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from secure_lint.judge.commented_guards import commented_guard
from secure_lint.judge.context import Analysed, make_finding
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import EndpointMatch
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.finding import Finding, Step
from secure_lint.server.guard_names import ROLE
from secure_lint.server.names import joined_words

MOST_RELATED = 6
OWN = ("me", "self", "mine")
"""Parts of paths below which everything is the caller's own."""
LEAST_NEIGHBOURS = 2
READS = ("server.find", "server.read")


def judge_endpoints(analysed: Analysed, policy: Policy, match: EndpointMatch) -> Iterator[Finding]:
    """The findings of a policy about endpoints, at their handlers; one for each handler."""
    for endpoints, peers in _by_server(analysed.server.endpoints):
        behind = [one for one in peers if one.has(*match.lacks)]
        if (match.peers and not behind) or sum(map(_is_guarded, peers)) < match.known_callers * len(peers):
            continue
        seen = set()
        for endpoint in endpoints:
            if endpoint.location in seen or not _fits(analysed, match, endpoint):
                continue
            comment = commented_guard(analysed, match, endpoint) if match.commented else None
            if comment is not None or not match.commented:
                seen.add(endpoint.location)
                yield _finding(policy, endpoint, _sibling(endpoint, behind), comment)


def _by_server(endpoints: Sequence[Endpoint]) -> Iterator[tuple[Sequence[Endpoint], Sequence[Endpoint]]]:
    """The endpoints of each of the servers in one tree with those that tell what is usual there.

    For endpoints that the servers share these are all.
    """
    found: dict[str | None, list[Endpoint]] = defaultdict(list)
    for endpoint in endpoints:
        found[endpoint.application].append(endpoint)
    for application, own in found.items():
        yield own, endpoints if application is None else own


def _fits(analysed: Analysed, match: EndpointMatch, endpoint: Endpoint) -> bool:
    if endpoint.has(*match.lacks) or endpoint.unresolved or not endpoint.code:
        return False
    if endpoint.has(*match.spared_by) or (match.has and not endpoint.has(*match.has)):
        return False
    if match.verbs and endpoint.verb not in match.verbs:
        return False
    if match.reaches and not any(one.kind in match.reaches for one in endpoint.reaches):
        return False
    if match.personal and not _is_personal(analysed, endpoint):
        return False
    if match.unlike is not None and (
        _share_behind(analysed, match, endpoint) < match.unlike or analysed.server.is_tied_in(endpoint)
    ):
        return False
    if match.open is not None and match.open is not is_open(analysed, endpoint):
        return False
    return match.privileged is None or match.privileged is is_privileged(analysed, endpoint)


def _is_guarded(endpoint: Endpoint) -> bool:
    return bool(endpoint.guards)


def _share_behind(analysed: Analysed, match: EndpointMatch, endpoint: Endpoint) -> float:
    """The share of the other endpoints for the same resource that are behind the guard; 0 for fewer than two.

    A handler that answers at several paths counts once.
    """
    by_handler = {
        one.location: one
        for one in analysed.server.endpoints_for(endpoint.resource)
        if one.location != endpoint.location and (not match.verbs or one.verb in match.verbs)
    }
    others = tuple(by_handler.values())
    behind = sum(any(guard.kind in match.lacks and not guard.inline for guard in one.guards) for one in others)
    return behind / len(others) if len(others) >= LEAST_NEIGHBOURS else 0.0


def _is_personal(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether an endpoint changes something, or reads records of users that others than administrators write."""
    if any(one.kind not in READS for one in endpoint.reaches):
        return True
    ownership = analysed.server.ownership
    if any(ownership.is_principal(one.name) for one in endpoint.reaches):
        return True
    return not _is_published(analysed, endpoint) and any(
        (one.type is not None and ownership.attribute_of(one.type) is not None)
        or ownership.attribute_of_record(one.name) is not None
        for one in endpoint.reaches
    )


def _is_published(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether an endpoint shows what only callers with a role write, and everybody may read elsewhere, too: news.

    Those with a role may also read it where they write it: then there must be another place where everybody does.
    """
    types = {one.type for one in endpoint.reaches if one.type is not None}
    handling = [one for one in analysed.server.endpoints if any(each.type in types for each in one.reaches)]
    writers = [one for one in handling if any(each.kind not in READS and each.type in types for each in one.reaches)]
    readers = [one for one in handling if one not in writers]
    open_readers = {one.location for one in readers if not one.guards}
    if (
        not writers
        or not all(one.has(ROLE) for one in writers)
        or any(one.guards and not one.has(ROLE) for one in readers)
    ):
        return False
    return len(open_readers) > 1 or not any(map(_is_guarded, readers))


def is_open(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether everybody may use an endpoint, as the code or its names say."""
    named = _is_called(analysed.kinds.server.open_endpoint, endpoint)
    return endpoint.opened or named or is_capability(analysed, endpoint)


def is_privileged(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether an endpoint is by its names one for callers with a role only, and not about the caller."""
    handler = joined_words(endpoint.handler.rpartition(".")[2]).split("_")
    about_caller = any(part in OWN for part in endpoint.path.split("/")) or "current" in handler
    return not about_caller and _is_called(analysed.kinds.server.privileged, endpoint)


def is_staffs(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether the file of an endpoint lies where its folders say that what is in there is for administrators."""
    folders = endpoint.location.path.split("/")[:-1]
    return any(re.search(analysed.kinds.server.privileged, f" {joined_words(one)} ") for one in folders)


def is_capability(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether an endpoint without guards has a parameter in its path that nobody guesses, which stands for them."""
    capability = analysed.kinds.server.capability
    return not endpoint.guards and any(re.search(capability, one) for one in _parameters(endpoint))


def is_by_secret(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether the path or query of an endpoint has a parameter that only the right person was sent."""
    queried = (joined_words(one.name) for one in endpoint.inputs if one.where == "query")
    return any(re.search(analysed.kinds.server.secret, one) for one in (*_parameters(endpoint), *queried))


def _parameters(endpoint: Endpoint) -> Iterator[str]:
    """The parameters in the path of an endpoint, and what the path says of their form: ``<uuid:order>`` is both."""
    parts = re.findall(r"[{<:][^/]*", endpoint.path)
    return (joined_words(one) for part in parts for one in re.split(r"[{<:>}]", part) if one)


def _is_called(pattern: str, endpoint: Endpoint) -> bool:
    path = "/".join(joined_words(part) for part in endpoint.path.split("/") if part[:1] not in ("{", ":", "<"))
    handler = ".".join(joined_words(part) for part in endpoint.handler.split("."))
    return re.search(pattern, f"{path or '/'} {handler}") is not None


def _sibling(endpoint: Endpoint, behind: list[Endpoint]) -> Endpoint | None:
    """An endpoint of the same file that has the guard, the nearest one in the text."""
    near = [one for one in behind if one.location.path == endpoint.location.path]
    line = endpoint.location.span.start_line
    return min(near, key=lambda one: abs(one.location.span.start_line - line), default=None)


def _finding(policy: Policy, endpoint: Endpoint, sibling: Endpoint | None, comment: Step | None) -> Finding:
    related = [Step(endpoint.route, f"{shown(endpoint)} comes here")] if endpoint.route is not None else []
    if comment is not None:
        related.append(comment)
    related.extend(Step(one.location, "what it does" if not one.name else f"`{one.name}`") for one in endpoint.reaches)
    if sibling is not None:
        guard = sibling.guards[0]
        related.append(Step(sibling.location, f"`{sibling.handler}` does it right: `{guard.shown}`"))
    words = {"endpoint": shown(endpoint), "subject": endpoint.handler, "sink": f"`{endpoint.handler}`"}
    return make_finding(
        policy, endpoint.location, words, symbol=endpoint.handler, related=tuple(related[:MOST_RELATED])
    )


def shown(endpoint: Endpoint) -> str:
    """An endpoint as messages show it: ``GET /orders/{id}``."""
    return f"{endpoint.verb} {endpoint.path}" if endpoint.verb != "*" else endpoint.path
