"""Findings of one rule that speak of the same thing in several places, and are therefore shown as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from secure_lint.knowledge.policies import Policy
from secure_lint.model.finding import Confidence, Finding, Part
from secure_lint.model.span import Location

_BELOW_MODULE = re.compile(r"(?:^|/)(?:src|res)/")


def with_those_alike(finding: Finding, policy: Policy) -> Finding:
    """The finding, marked as part of a group where the policy says that such findings are one."""
    if policy.alike is None or finding.part is not None:
        return finding
    group = _GROUPS[policy.alike](finding)
    return finding if group is None else msgspec.structs.replace(finding, part=Part(f"alike:{group}", ""))


def without_yielding(findings: Sequence[Finding], policies: Iterable[Policy]) -> list[Finding]:
    """The findings without those of policies that are silent where a graver one speaks to developers.

    That is on one line, of one declaration where the policy says so, or in one module of an app where the graver one
    speaks of the module.
    """
    by_name = {policy.name: policy for policy in policies}
    loud = [one for one in findings if one.confidence is not Confidence.LOW]
    said = {(one.name, _place(one, by_name.get(one.name))) for one in loud}
    said |= {(one.name, _declaration(one)) for one in loud}
    kept: list[Finding] = []
    for one in findings:
        policy = by_name.get(one.name)
        graver = policy.yields_to if policy is not None else ()
        by_declaration = policy is not None and policy.yields_by == "declaration"
        places = (_declaration(one) if by_declaration else _place(one, by_name.get(name)) for name in graver)
        if not any(pair in said for pair in zip(graver, places, strict=True)):
            kept.append(one)
    return kept


def _place(finding: Finding, policy: Policy | None) -> str:
    """Where a policy speaks: the module that a finding is in, if it speaks of those, else the line."""
    if policy is not None and policy.alike == "module":
        return module_of(finding.location.path)
    return f"{finding.location.path}:{finding.location.span.start_line}"


def _declaration(finding: Finding) -> str:
    return f"{finding.location.path}#{finding.symbol}"


def module_of(path: str) -> str:
    """The folder of the module of an app that a file belongs to: the one that holds its source sets or resources."""
    found = _BELOW_MODULE.search(path)
    return path[: found.start()] if found is not None else str(PurePosixPath(path).parent)


def place_of(location: Location) -> str:
    """A location as a text that no other place has."""
    return f"{location.path}:{location.span.start_line}:{location.span.start_column}"


def _origin(finding: Finding) -> str | None:
    """Where the data are declared, if that is in another file than the finding."""
    if not finding.trace or finding.trace[0].location.path == finding.location.path:
        return None
    return f"{place_of(finding.trace[0].location)}#{finding.data_type}"


def _sink(finding: Finding) -> str | None:
    """Where the value arrives in the end, if that is in a function which the code at the finding calls."""
    last = finding.trace[-1].location if finding.trace else finding.location
    return None if last == finding.location else place_of(last)


_GROUPS: Mapping[str, Callable[[Finding], str | None]] = {
    "module": lambda finding: module_of(finding.location.path),
    "origin": _origin,
    "sink": _sink,
}
"""What findings that are alike share, by the word of a policy."""
