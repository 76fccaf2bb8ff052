"""Guards of endpoints that somebody has put in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.judge.context import Analysed
from secure_lint.knowledge.server_matches import EndpointMatch
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.facts import Remark
from secure_lint.model.finding import Step
from secure_lint.model.span import Location, Span

ABOVE, BELOW = 4, 8
"""A comment stands beside an endpoint within so many lines above and below its route or its handler's name."""

_VERB = re.compile(r"(?i)\b(get|post|put|patch|delete)(?:Mapping)?\(")
_DECORATES = re.compile(r"^@[\w.]+\s*(\(|$)|^\w+\s*(:[^=]*)?=")


def commented_guard(analysed: Analysed, match: EndpointMatch, endpoint: Endpoint) -> Step | None:
    """The comment with a guard that the endpoint lacks, or ``None``."""
    names = analysed.server.guard_names
    for place in filter(None, (endpoint.location, endpoint.route)):
        for remark in _beside(analysed, place):
            found = [name for name, kind in names.named_in(remark.text) if kind in match.lacks]
            if found and _is_about(remark, endpoint):
                span = Span(remark.line, 1, remark.line, 1)
                return Step(Location(place.path, span), f"`{found[0]}` stands in a comment")
    return None


def _beside(analysed: Analysed, place: Location) -> Iterator[Remark]:
    line = place.span.start_line
    for remark in analysed.program.remarks.get(place.path, ()):
        if line - ABOVE <= remark.line <= line + BELOW:
            yield remark


def _is_about(remark: Remark, endpoint: Endpoint) -> bool:
    """Whether a line is a decorator or a parameter, or names the verb and the path as the route does."""
    verb = _VERB.search(remark.text)
    if verb is not None and verb.group(1).upper() != endpoint.verb:
        return False
    if _DECORATES.search(remark.text):
        return True
    static = [part for part in endpoint.path.split("/") if part and part[0] not in "{:<("]
    return bool(static) and re.search(rf"[\"'/]{re.escape(static[-1])}[\"'/]", remark.text) is not None
