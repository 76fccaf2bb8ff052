"""The knowledge in ``rules/credentials`` as typed data: shapes, vocabularies, consumers and places.

Nothing is compiled here, so that the prebuilt bundle loads without work; `ShapeMatcher` and the models compile what a
file needs when it is needed first.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from secure_lint.credentials.vocabularies import CallVocabulary, NameVocabulary, PlacePatterns, ValueVocabulary
from secure_lint.errors import RuleError
from secure_lint.knowledge.documents import load_yaml


class Role(enum.Enum):
    """What a credential is good for.

    A half is one part of a pair, a container holds a key (a file, a PEM block), a conditional key is harmless or not
    depending on how it is restricted and used, a public identifier is meant to be in the app, and a signal is no
    credential but evidence that others are judged by. What is injected is the name of a setting whose value the build
    compiles into the app; what is bundled is the path of a file that the build puts into it. What is replaced
    is the path of a file that a pipeline writes anew. What serves says that the folder around its file is a server's
    project.
    """

    SECRET = "secret"  # noqa: S105  (a role, not a password)
    HALF = "half"
    CONTAINER = "container"
    CONDITIONAL = "conditional"
    PUBLIC = "public"
    SIGNAL = "signal"
    INJECTED = "injected"
    BUNDLED = "bundled"
    REPLACED = "replaced"
    SERVES = "serves"

    @property
    def is_evidence(self) -> bool:
        """Whether what is found is no credential, but says something of the project."""
        return self in (Role.SIGNAL, Role.BUNDLED, Role.REPLACED, Role.SERVES)

    @property
    def holds_value(self) -> bool:
        """Whether what is found may be the plain value of a secret."""
        return self not in (Role.PUBLIC, Role.INJECTED) and not self.is_evidence


class Exposure(enum.Enum):
    """How bad it is when the value lands in the app package."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Samples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Made-up values. Each is a list of pieces that are joined, so that no push filter takes one for a live token."""

    hits: tuple[tuple[str, ...], ...] = ()
    misses: tuple[tuple[str, ...], ...] = ()


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A credential that its own form gives away.

    ``literals`` are the fixed parts of which one must stand in the file; ``lead`` is the most bytes that can precede it
    in a match, ``reach`` the most that can follow its start. ``pattern`` is a regular expression over bytes whose group
    ``value``, if there is one, is the secret. ``whole`` asks that no letter, digit or underscore touches the match.
    ``near`` lists words (in lower case) of which the file must hold one; ``files`` globs of which one must fit its
    path. ``check`` names an offline test. ``names`` is a pattern of the names in what is injected, if it holds several.
    ``aggravated_by`` is the id of a signal that makes a conditional credential harmful when it stands anywhere in the
    project, ``aggravated_why`` says why. ``client_secret`` says that an installed app cannot keep it (RFC 8252).
    """

    id: str
    title: str
    vendor: str
    literals: tuple[str, ...]
    pattern: str
    role: Role = Role.SECRET
    exposure: Exposure = Exposure.CRITICAL
    whole: bool = True
    lead: int = 0
    reach: int = 1200
    check: str = ""
    near: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    names: str = ""
    aggravated_by: str = ""
    aggravated_why: str = ""
    client_secret: bool = False
    source: str = ""
    samples: Samples = Samples()


class NamedShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A credential that only its name and the form of its value together give away.

    Every group of ``words`` must have a member in the name (compared in lower case without separators). ``pattern``
    must fit the whole value.
    """

    id: str
    title: str
    vendor: str
    pattern: str
    words: tuple[tuple[str, ...], ...] = ()
    role: Role = Role.SECRET
    exposure: Exposure = Exposure.HIGH
    check: str = ""
    source: str = ""
    samples: Samples = Samples()


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file that is a key, holds keys or goes with one, told by its bytes, which are written in hexadecimal.

    The file begins with one of ``starts``, or its outermost DER element, after tag and length, with one of
    ``der_starts``. One of ``near`` stands in the first ``near_within`` bytes of that element, one of ``holds``
    anywhere, and so does every one of ``texts``. It has ``least`` bytes at least. ``check`` names a test of the
    content. A store under one of the names ``debug_aliases`` holds a key that everybody has, and so does a file
    with a word of ``debug_names`` in its name. ``contents`` says what
    lies in it where the title does not.
    """

    id: str
    title: str
    starts: tuple[str, ...] = ()
    der_starts: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    near_within: int = 0
    holds: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    least: int = 0
    check: str = ""
    contents: str = ""
    role: Role = Role.CONTAINER
    exposure: Exposure = Exposure.CRITICAL
    debug_aliases: tuple[str, ...] = ()
    debug_names: tuple[str, ...] = ()
    source: str = ""
    samples: Samples = Samples()


class CredentialRules(msgspec.Struct, frozen=True):
    """All of ``rules/credentials``."""

    shapes: tuple[Shape, ...]
    named: tuple[NamedShape, ...]
    key_files: tuple[KeyFile, ...]
    names: NameVocabulary
    values: ValueVocabulary
    calls: CallVocabulary
    places: PlacePatterns
    allow_marks: tuple[str, ...]


class CredentialDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``rules/credentials``: shapes, or one of the vocabularies."""

    shapes: tuple[Shape, ...] = ()
    named: tuple[NamedShape, ...] = ()
    key_files: tuple[KeyFile, ...] = ()
    names: NameVocabulary | None = None
    values: ValueVocabulary | None = None
    calls: CallVocabulary | None = None
    places: PlacePatterns | None = None
    allow_marks: tuple[str, ...] = ()


T = TypeVar("T")
_Part = NameVocabulary | ValueVocabulary | CallVocabulary | PlacePatterns


def load_shapes(documents: Iterable[tuple[str, str]]) -> CredentialRules:
    """Read the files of ``rules/credentials``, given as pairs of path and text.

    Samples are left out of the result; `read_document` keeps them. Raises `RuleError` when a file does not fit the
    schema, an id stands twice, or a vocabulary is missing or stands twice.
    """
    shapes: dict[str, Shape] = {}
    named: dict[str, NamedShape] = {}
    key_files: dict[str, KeyFile] = {}
    parts: dict[str, _Part] = {}
    marks: list[str] = []
    for path, text in documents:
        document = read_document(path, text)
        for shape in document.shapes:
            _put_once(shapes, shape.id, msgspec.structs.replace(shape, samples=Samples()), path)
        for entry in document.named:
            _put_once(named, entry.id, msgspec.structs.replace(entry, samples=Samples()), path)
        for key_file in document.key_files:
            _put_once(key_files, key_file.id, msgspec.structs.replace(key_file, samples=Samples()), path)
        for name in ("names", "values", "calls", "places"):
            part = getattr(document, name)
            if part is not None:
                _put_once(parts, name, part, path)
        marks.extend(document.allow_marks)
    _check_references(shapes)
    _check_bytes(key_files.values())
    missing = [name for name in ("names", "values", "calls", "places") if name not in parts]
    if missing:
        raise RuleError("rules/credentials", None, f"no file holds {', '.join(missing)}")
    return msgspec.convert(
        {
            "shapes": tuple(shapes.values()),
            "named": tuple(named.values()),
            "key_files": tuple(key_files.values()),
            "allow_marks": tuple(marks),
            **parts,
        },
        CredentialRules,
    )


def _check_references(shapes: dict[str, Shape]) -> None:
    for shape in shapes.values():
        signal = shapes.get(shape.aggravated_by) if shape.aggravated_by else None
        if shape.aggravated_by and (signal is None or signal.role is not Role.SIGNAL or not shape.aggravated_why):
            raise RuleError(
                "rules/credentials", None, f"{shape.id}: aggravated_by needs the id of a signal, and a reason"
            )


def _check_bytes(key_files: Iterable[KeyFile]) -> None:
    for one in key_files:
        for written in (*one.starts, *one.der_starts, *one.near, *one.holds):
            try:
                bytes.fromhex(written)
            except ValueError as error:
                raise RuleError("rules/credentials", None, f"{one.id}: {written!r} are no bytes") from error


def read_document(path: str, text: str) -> CredentialDocument:
    """Read one file with its samples. Raises `RuleError` with the line of what does not fit."""
    return load_yaml(text, path, CredentialDocument, RuleError)[0]


def _put_once(table: dict[str, T], key: str, value: T, path: str) -> None:
    if key in table:
        raise RuleError(path, None, f"{key!r} stands twice in rules/credentials")
    table[key] = value
