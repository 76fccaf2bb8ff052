"""From candidates of all files to findings: one for each value, judged by where it ends up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from secure_lint.credentials.accepted import ACCEPTED
from secure_lint.credentials.candidates import (
    COMMON,
    DEBUG,
    DOUBLED,
    ENCRYPTED,
    EXPIRED,
    INJECTED,
    MADE_UP,
    MEMORABLE,
    SHARED,
    Candidate,
)
from secure_lint.credentials.harmless import Harmless
from secure_lint.credentials.lexical import style_of
from secure_lint.credentials.names import squeeze
from secure_lint.credentials.places import Place, Places, ProjectContext
from secure_lint.credentials.shapes import CredentialRules, Exposure, KeyFile, NamedShape, Role, Shape
from secure_lint.knowledge.findings import make_finding
from secure_lint.knowledge.policies import Policy
from secure_lint.model.finding import (
    SAME_VALUE,
    Audience,
    Confidence,
    Evidence,
    Finding,
    Part,
    Severity,
    Step,
    Suppressed,
)
from secure_lint.model.span import Location, Span
from secure_lint.text.globs import PathGlobs

_GENERIC = {
    "generic-password": "password",
    "generic-secret": "secret",
    "generic-key": "key",
    "generic-token": "token",
}
_IN_TESTS, _TOGETHER = "in-tests", "in tests"
_OF_IDENTIFIER_FILES = "generic-key"
"""What a made-up key in a sample of such a file is taken for, which has the form of nobody's."""

_DIGITS = re.compile(r"\d+")
_COMPILED_IN = "the build puts it into the app here"
_NO_VENDOR = "Generic"
"""What shapes name as their vendor that belong to nobody in particular."""


class CredentialJudge:
    """Judges all candidates of a project by the policies about credentials."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        project: ProjectContext,
        policies: Sequence[Policy],
        rules: CredentialRules,
    ) -> None:
        self._policies = {
            match.credential["case"]: policy
            for policy in policies
            for match in policy.any_of
            if match.credential is not None and "case" in match.credential
        }
        known: tuple[Shape | NamedShape | KeyFile, ...] = (*rules.shapes, *rules.named, *rules.key_files)
        self._shapes = {shape.id: shape for shape in known}
        self._client_secrets = tuple(squeeze(phrase) for phrase in rules.names.client_secrets)
        self._places = Places(candidates, project, rules.places)
        self._identifier_files = PathGlobs(rules.places.identifier_files)
        self._has_product = any(
            style_of(path) not in (None, "json") and self._places.of_file(path) is not Place.TEST
            for path in project.paths
        )
        signals = [one for one in candidates if one.role is Role.SIGNAL]
        self._signals = {
            one.shape: one
            for one in reversed(signals)
            if one.shape != ACCEPTED and self._places.of_file(one.path) is not Place.TEST
        }
        self._accepted_digests = {(one.name, one.baseline_digest) for one in signals if one.shape == ACCEPTED}
        self._accepted_lines = {(one.name, one.span.start_line) for one in signals if one.shape == ACCEPTED}
        self._candidates = _named_by_form([one for one in candidates if not one.role.is_evidence])
        self._harmless = Harmless(self._candidates, self._places, rules.places)
        self._with_secret = frozenset(one.path for one in self._candidates if one.role is Role.SECRET)

    def findings(self) -> tuple[Finding, ...]:
        """One finding for every value, in order of place; those that the team has accepted are left out.

        What stands in tests and samples only, and is not a certain vendor's, is shown as one note, because a developer
        takes note of such values once, if at all; where somebody made up all of them, only auditors see it.
        """
        groups: dict[tuple[str, ...], list[Candidate]] = {}
        for one in self._candidates:
            if self._places.is_explained(one) or self._accepted_by(one):
                continue
            if self._case(one) in self._policies:
                groups.setdefault(_identity(one), []).append(one)
        ranked = [sorted(group, key=self._rank) for group in groups.values()]
        worth = self._are_worth_a_look(ranked)
        found = (self._finding(group, of_tests=worth) for group in ranked)
        return tuple(sorted(found, key=lambda finding: (finding.location, finding.code, finding.message)))

    def _are_worth_a_look(self, groups: Iterable[list[Candidate]]) -> bool:
        """Whether the values in tests are to be looked through: one is a key of a machine, or there is no product.

        Every test of a login holds passwords, which say nothing; where all code is tests, they were asked about.
        """
        in_tests = (one for group in groups if self._case(group[0]) == _IN_TESTS for one in group)
        return any(map(_is_made_by_machine, in_tests)) or not self._has_product

    def accepted(self) -> tuple[Suppressed, ...]:
        """A suppressed finding for every candidate that a comment mark or another scanner's list accepts."""
        found = []
        for one in self._candidates:
            by = self._accepted_by(one)
            if by and self._case(one) in self._policies:
                found.append(Suppressed(self._finding([one]), "accepted by the team", by))
        return tuple(found)

    def _accepted_by(self, one: Candidate) -> str:
        if one.allowed:
            return one.allowed
        if (one.path, one.baseline_digest) in self._accepted_digests:
            return ".secrets.baseline"
        return ".gitleaksignore" if (one.path, one.span.start_line) in self._accepted_lines else ""

    def _case(self, one: Candidate) -> str:
        """Which policy speaks of a candidate."""
        if one.role is Role.PUBLIC or (SHARED in one.notes and self._aggravation(one) is None):
            return "public"
        place = self._places.of(one)
        if self._is_identifier(one, place):
            return "public"
        if one.role is Role.CONDITIONAL:
            return _IN_TESTS if place is Place.TEST else "conditional"
        if one.context == INJECTED:
            return INJECTED if place is not Place.TEST else ""
        if place is Place.TEST and self._is_anybodys(one):
            return _IN_TESTS
        if one.context == "file":
            return "key-material"
        if place in (Place.SHIPPED, Place.SOURCE) and self._is_client_secret(one):
            return "client-secret"
        return "build-only" if place is Place.BUILD else "hardcoded"

    def _is_identifier(self, one: Candidate, place: Place) -> bool:
        """Whether a key is the one by which a service knows the app, as the service's own file says; or one like it."""
        if not self._identifier_files.match(one.path):
            return False
        if one.role is Role.CONDITIONAL:
            return self._aggravation(one) is None
        return place is Place.TEST and one.shape == _OF_IDENTIFIER_FILES

    def _aggravation(self, one: Candidate) -> Candidate | None:
        """The place in the project that makes a conditional credential harmful."""
        shape = self._shapes.get(one.shape)
        return self._signals.get(shape.aggravated_by) if isinstance(shape, Shape) else None

    def _is_client_secret(self, one: Candidate) -> bool:
        shape = self._shapes.get(one.shape)
        squeezed = squeeze(one.name)
        return (isinstance(shape, Shape) and shape.client_secret) or any(
            phrase in squeezed for phrase in self._client_secrets
        )

    def _is_anybodys(self, one: Candidate) -> bool:
        """Whether the form of a value does not give away whose it is."""
        shape = self._shapes.get(one.shape)
        return shape is None or isinstance(shape, KeyFile) or shape.vendor == _NO_VENDOR

    def _finding(self, ranked: list[Candidate], *, of_tests: bool = True) -> Finding:
        """The finding of a value at the worst of its places, the first; without ``of_tests`` none of those in tests."""
        first, others = ranked[0], ranked[1:]
        place = self._places.of(first)
        policy = self._policies[self._case(first)]
        confidence = min((policy.confidence, first.confidence), key=lambda level: level.rank)
        harmless = self._harmless.all_are(ranked) or (self._case(first) == _IN_TESTS and not of_tests)
        aggravation = self._aggravation(first)
        related = [Step(Location(one.path, one.span), SAME_VALUE) for one in others]
        related += [Step(Location(one.path, one.span), _COMPILED_IN) for one in self._places.injections(first)]
        if aggravation is not None:
            title = self._shapes[aggravation.shape].title
            related.append(Step(Location(aggravation.path, aggravation.span), title))
        finding = make_finding(
            policy,
            Location(first.path, first.span),
            self._words(first, place),
            severity=self._severity(policy, first, place),
            confidence=Confidence.LOW if harmless else confidence,
            related=tuple(related),
            evidence=tuple(Evidence("credential", text) for text in self._evidence(first, place)),
        )
        audience = Audience.AUDITOR if harmless or DEBUG in first.notes else finding.audience
        fingerprint = f"{policy.code.lower()}{first.digest[:26]}"
        return msgspec.structs.replace(finding, audience=audience, fingerprint=fingerprint, part=self._part(first))

    def _part(self, one: Candidate) -> Part | None:
        """What a value is shown together with: others in tests, others that the build puts in, its like in a file."""
        case = self._case(one)
        if case == _IN_TESTS:
            return Part(_TOGETHER, "", MEMORABLE not in one.notes)
        if case == INJECTED:
            return Part(INJECTED, f"`{one.name}`")
        if one.context == "file":
            return None
        return Part(f"{one.path}#{one.shape}#{_DIGITS.sub('', squeeze(one.name))}", "")

    def _rank(self, one: Candidate) -> tuple[int, bool, str, Span]:
        """Where a value ends up, and before the places that only use it those where it stands."""
        return self._places.of(one).rank, bool(one.holder), one.path, one.span

    def _severity(self, policy: Policy, one: Candidate, place: Place) -> Severity:
        """The policy's severity, lowered by the place and by what is known of the value."""
        if self._aggravation(one) is not None:
            return Severity.ERROR
        if place is Place.TEST or EXPIRED in one.notes or DEBUG in one.notes:
            return Severity.NOTE
        shape = self._shapes.get(one.shape)
        exposure = shape.exposure if shape is not None else Exposure.HIGH
        generic = one.shape in _GENERIC and one.confidence is not Confidence.HIGH
        lone_half = one.role is Role.HALF and one.path not in self._with_secret
        mild = (
            exposure in (Exposure.MEDIUM, Exposure.LOW, Exposure.NONE) or ENCRYPTED in one.notes or generic or lone_half
        )
        if mild and policy.severity is Severity.ERROR:
            return Severity.WARNING
        return policy.severity

    def _words(self, one: Candidate, place: Place) -> dict[str, str]:
        shape = self._shapes.get(one.shape)
        title = shape.title if shape is not None else _GENERIC.get(one.shape) or one.shape.replace("-", " ")
        return {"data": title, "subject": one.name or title, "constant": one.redacted, "state": place.value}

    def _evidence(self, one: Candidate, place: Place) -> Iterable[str]:
        yield f"it ends up {place.value}"
        yield from (note for note in one.notes if note not in (MADE_UP, MEMORABLE, DOUBLED))
        shape = self._shapes.get(one.shape)
        if isinstance(shape, Shape) and self._aggravation(one) is not None:
            yield shape.aggravated_why


def _named_by_form(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, where a value that its own form gives away in one place is the same thing in all."""
    shaped = {one.digest: one for one in reversed(candidates) if one.shape not in _GENERIC and one.context == "shape"}
    return [
        msgspec.structs.replace(one, shape=form.shape, role=form.role, confidence=form.confidence, notes=form.notes)
        if one.shape in _GENERIC and (form := shaped.get(one.digest)) is not None
        else one
        for one in candidates
    ]


def _is_made_by_machine(one: Candidate) -> bool:
    """Whether a value is surely a key, a token or a secret that nobody thought up."""
    certain = one.confidence is Confidence.HIGH and one.role is not Role.CONDITIONAL
    return certain and one.shape != "generic-password" and MEMORABLE not in one.notes and MADE_UP not in one.notes


def _identity(one: Candidate) -> tuple[str, ...]:
    """What makes two candidates one finding: the value, and for a common password also the file and the name."""
    return (one.digest, one.path, one.holder or one.name) if COMMON in one.notes else (one.digest,)
