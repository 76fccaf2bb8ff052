"""Applying all policies to the outcome of the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from secure_lint.judge.alike import with_those_alike, without_yielding
from secure_lint.judge.bindings import judge_bindings
from secure_lint.judge.constraints import judge_constraints
from secure_lint.judge.context import Analysed
from secure_lint.judge.copies import judge_copies
from secure_lint.judge.endpoints import judge_endpoints
from secure_lint.judge.entity_stores import EntityStores
from secure_lint.judge.file_choice import judge_file_choices
from secure_lint.judge.functions import judge_implementations
from secure_lint.judge.grants import judge_grants
from secure_lint.judge.holding import Holding
from secure_lint.judge.holdings import holdings_of
from secure_lint.judge.listings import judge_listings
from secure_lint.judge.parity import judge_parity
from secure_lint.judge.rereads import judge_rereads
from secure_lint.judge.schema_fields import judge_fields
from secure_lint.judge.settings import judge_settings
from secure_lint.judge.sinks import judge_sinks
from secure_lint.judge.stored import judge_stored, judge_stores
from secure_lint.judge.verdicts import judge_verdicts
from secure_lint.knowledge.policies import Match, Policy
from secure_lint.model.finding import Finding
from secure_lint.model.span import Location


def judge(analysed: Analysed, policies: Sequence[Policy]) -> tuple[Finding, ...]:
    """The findings of all policies, one for each policy and place, sorted by place and code."""
    stores = EntityStores(analysed)
    holdings = holdings_of(analysed, stores)
    best: dict[tuple[str, Location, str | None], Finding] = {}
    for policy in policies:
        taken: set[Location] = set()
        for match in policy.any_of:
            found = list(_findings(analysed, policy, match, holdings, stores))
            for finding in found:
                if finding.location not in taken:
                    key = (finding.code, finding.location, finding.data_type)
                    present = best.get(key)
                    if present is None or _better(finding, present):
                        best[key] = finding
            taken.update(finding.location for finding in found)
    by_code = {policy.code: policy for policy in policies}
    kept = [with_those_alike(one, by_code[one.code]) for one in without_yielding(_one_each(best.values()), policies)]
    return tuple(sorted(kept, key=lambda one: (one.location, one.code, one.message)))


def _findings(
    analysed: Analysed, policy: Policy, match: Match, holdings: Sequence[Holding], stores: EntityStores
) -> Iterator[Finding]:
    if match.sink is not None:
        yield from judge_sinks(analysed, policy, match.sink, holdings)
    elif match.stored is not None:
        yield from judge_stored(analysed, policy, match.stored, holdings)
    elif match.store is not None:
        yield from judge_stores(analysed, policy, match.store, holdings, stores)
    elif match.setting is not None:
        yield from judge_settings(analysed, policy, match.setting, holdings)
    elif match.file_choice is not None:
        yield from judge_file_choices(analysed, policy, match.file_choice, holdings)
    elif match.copy is not None:
        yield from judge_copies(analysed, policy, match.copy, holdings)
    elif match.endpoint is not None:
        yield from judge_endpoints(analysed, policy, match.endpoint)
    elif match.field is not None:
        yield from judge_fields(analysed, policy, match.field)
    elif match.reread is not None:
        yield from judge_rereads(analysed, policy, match.reread)
    elif match.verdict is not None:
        yield from judge_verdicts(analysed, policy, match.verdict)
    elif match.listing is not None:
        yield from judge_listings(analysed, policy, match.listing)
    elif match.implementation is not None:
        yield from judge_implementations(analysed, policy, match.implementation)
    elif match.grant is not None:
        yield from judge_grants(analysed, policy, match.grant)
    else:
        yield from _of_parameters(analysed, policy, match)


def _of_parameters(analysed: Analysed, policy: Policy, match: Match) -> Iterator[Finding]:
    if match.bound is not None:
        yield from judge_bindings(analysed, policy, match.bound)
    elif match.constraint is not None:
        yield from judge_constraints(analysed, policy, match.constraint)
    elif match.parity is not None:
        yield from judge_parity(analysed, policy, match.parity)


def _better(first: Finding, second: Finding) -> bool:
    return (first.severity.rank, first.confidence.rank, len(first.trace)) > (
        second.severity.rank,
        second.confidence.rank,
        len(second.trace),
    )


def _one_each(findings: Iterable[Finding]) -> list[Finding]:
    """Of several findings of one policy at one place, which differ only in the data, the strongest."""
    chosen: dict[tuple[str, Location], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.location)
        present = chosen.get(key)
        if present is None or _better(finding, present):
            chosen[key] = finding
    return list(chosen.values())


def data_sinks(policies: Iterable[Policy]) -> frozenset[str]:
    """Kinds of sink of which policies ask for sensitive data: without a label nothing there matters.

    One that asks for all that comes from an origin asks for a label as well.
    """
    asking: set[str] = set()
    others: set[str] = set()
    for policy in policies:
        for match in policy.any_of:
            if match.sink is not None:
                if match.sink.data is not None:
                    asking.update(match.sink.kinds)
                elif not match.sink.whole:
                    others.update(match.sink.kinds)
            if match.implementation is not None:
                others.update((*match.implementation.function.reaches, *match.implementation.function.without))
    return frozenset(asking - others)
