"""What the policies are applied to, and what they share."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from secure_lint.flow.server.actions import Action
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.reads import MemberReads
from secure_lint.flow.values.summaries import Summary
from secure_lint.flow.values.value import Taint, Value, all_taints
from secure_lint.knowledge.findings import make_finding as make_finding  # noqa: PLC0414  (used throughout the judge)
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.policies import DataMatch, Policy
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.facts import Occurrence
from secure_lint.model.finding import Confidence
from secure_lint.model.schema import Entity
from secure_lint.model.span import Location
from secure_lint.parity.parity import Parity
from secure_lint.sensitivity.classification import CERTAIN, PROBABLE, Keeping
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.data_type import DataType
from secure_lint.server.server import Server

_STRICTNESS = {Keeping.NEVER: 0, Keeping.KEYSTORE: 1, Keeping.ENCRYPT: 2, Keeping.MINIMISE: 3}


class Analysed(msgspec.Struct, frozen=True):
    """The outcome of the analysis.

    Events are by the key of their function and by kind, data types by id, ``assigned`` (what fields are given) by type
    and name, ``calls`` the places where a function of the program is called, by its key. ``occurrences`` are the places
    of the words that name sensitive attributes, common words left out, ``secrets`` those of the literals that are
    credentials.
    """

    program: Program
    index: ModelIndex
    kinds: Kinds
    classifier: Classifier
    data_types: Mapping[str, DataType]
    events_by_function: Mapping[str, tuple[Event, ...]]
    events_by_kind: Mapping[str, tuple[Event, ...]]
    summaries: Mapping[str, Summary]
    entities: tuple[Entity, ...]
    assigned: Mapping[tuple[str, str], Value]
    reads: MemberReads
    occurrences: Mapping[str, tuple[Occurrence, ...]]
    actions: tuple[Action, ...]
    calls: Mapping[str, frozenset[Location]]
    server: Server
    parity: Parity
    secrets: frozenset[Location]


class Data(msgspec.Struct, frozen=True):
    """Sensitive data in a value: the label with its type."""

    taint: Taint
    type: DataType

    @property
    def score(self) -> float:
        """How sure the classification is, from 0 to 1."""
        return self.taint.label.score

    @property
    def subject(self) -> str:
        """How the source calls what holds the data."""
        return self.taint.label.subject


def data_in(analysed: Analysed, value: Value, wanted: DataMatch) -> Data | None:
    """The strictest sensitive data of a value that a policy asks for, or ``None``."""
    found: list[Data] = []
    for taint in all_taints(value):
        if taint.label.kind != "data" or taint.label.score < wanted.score:
            continue
        data_type = analysed.data_types.get(taint.label.name)
        if data_type is None or not asked_for(data_type, wanted):
            continue
        marks = {protection.kind for protection in taint.protections}
        if not marks.isdisjoint(wanted.spared_by) or (wanted.marked_by and marks.isdisjoint(wanted.marked_by)):
            continue
        found.append(Data(taint, data_type))
    return min(found, key=_rank) if found else None


def asked_for(data_type: DataType, wanted: DataMatch) -> bool:
    """Whether a policy speaks of this type."""
    return (
        (not wanted.keeping or data_type.keeping.value in wanted.keeping)
        and (not wanted.groups or data_type.group in wanted.groups)
        and (not wanted.types or data_type.id in wanted.types)
        and data_type.id not in wanted.without_types
    )


def _rank(data: Data) -> tuple[int, float, str]:
    return _STRICTNESS[data.type.keeping], -data.score, data.subject


def confidence_of(policy: Policy, score: float) -> Confidence:
    """A finding is no surer than its classification."""
    if score < PROBABLE:
        return Confidence.LOW
    if score < CERTAIN and policy.confidence is Confidence.HIGH:
        return Confidence.MEDIUM
    return policy.confidence
