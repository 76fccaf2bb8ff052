"""What the detector hands on: where a credential stands and what is known of it, never its value."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from secure_lint.credentials.shapes import Role
from secure_lint.model.finding import Confidence
from secure_lint.model.span import Location, Span

COMMON, MADE_UP, MEMORABLE, DOUBLED = "common", "made up", "memorable", "beside test doubles"
"""Notes of weak values: a password that everybody tries first, a value as tests make it up, one that is no key of a
machine's making, and that the code around it puts test doubles in the place of what it could open."""

COMMENTED = "in a comment"
"""Note of a value that stands in a comment of source code."""

IN_TEST_BLOCK, RUN_ONLY, LOOPBACK = "in a block of tests", "made for one run", "beside the address of the own machine"
"""Notes of values that stand among tests in a file of the product, of passwords of what a build makes for its own run
and throws away, and of values in a record of a server on the same machine."""

STAND_IN = "stands in for a value from outside"
"""Note of a password in a build script that also takes it from the environment or from a property."""

DEMONSTRATION = "beside the address of a demonstration"
"""Note of a value that is handed on together with the address of a server that is there to be tried out."""

SHARED = "of a service that gives everybody the same key"
"""Note of keys that stand near the name of such a service."""

EXPIRED, ENCRYPTED, DEBUG = "expired", "encrypted", "debug"
"""Notes of candidates: a token past its time, a key under a passphrase, and Android's public debug key."""

INJECTED = "injected"
"""Shape and context of settings whose values the build compiles into the app."""


class Candidate(msgspec.Struct, frozen=True):
    """A credential in plain text.

    ``shape`` is the id of a shape of ``rules/credentials``, or ``generic-`` and a purpose. ``name`` is the name it goes
    by in the source (empty when it has none). ``digest`` tells equal values; ``baseline_digest`` is the one that
    detect-secrets writes into its baseline. ``context`` says what kind of place it is: assignment, argument,
    comparison, entry, setting, address, part, shape or file. ``holder`` is the constant that stands there for the
    value, if it does not stand there itself. ``notes`` are facts found by the offline test, such as
    ``expired``. ``allowed`` is the comment mark that spares the line. ``refers`` are squeezed names under which the
    value of a setting may stand elsewhere in the project.
    """

    shape: str
    span: Span
    path: str
    name: str
    redacted: str
    digest: str
    role: Role
    confidence: Confidence
    context: str
    baseline_digest: str = ""
    notes: tuple[str, ...] = ()
    allowed: str = ""
    holder: str = ""
    refers: tuple[str, ...] = ()

    def noted(self, *notes: str) -> Candidate:
        """The same candidate with these notes more."""
        return msgspec.structs.replace(self, notes=(*self.notes, *notes)) if notes else self

    def called(self, name: str) -> Candidate:
        """The same candidate under the name that it is given."""
        return msgspec.structs.replace(self, name=name)


def digest_of(value: str) -> str:
    """A digest by which equal values are told; 128 bits of SHA-256."""
    return hashlib.sha256(b"credential\0" + value.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def baseline_digest_of(value: str) -> str:
    """The digest of a value in a ``.secrets.baseline`` of detect-secrets."""
    return hashlib.sha1(value.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def certain_secrets(candidates: Iterable[Candidate]) -> frozenset[Location]:
    """Where secrets stand of which nothing says that they open nothing; a weak password is one too."""
    return frozenset(
        Location(one.path, one.span)
        for one in candidates
        if one.role is Role.SECRET
        and one.confidence is not Confidence.LOW
        and {COMMON, MEMORABLE}.issuperset(one.notes)
    )
