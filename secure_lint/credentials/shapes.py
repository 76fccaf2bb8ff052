"""The knowledge in ``rules/credentials`` as typed data: shapes, vocabularies, consumers and places.

Nothing is compiled here, so that the prebuilt bundle loads without work; `ShapeMatcher` and the models compile what a
file needs when it is needed first.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from secure_lint.errors import RuleError
from secure_lint.knowledge.documents import load_yaml


class Role(enum.Enum):
    """What a credential is good for.

    A half is one part of a pair, a container holds a key (a file, a PEM block), a conditional key is harmless or not
    depending on how it is restricted and used, a public identifier is meant to be in the app, and a signal is no
    credential but evidence that others are judged by. What is injected is the name of a setting whose value the build
    compiles into the app; what is bundled is the path of a file that the build puts into it. What serves says that the
    folder around its file is a server's project.
    """

    SECRET = "secret"  # noqa: S105  (a role, not a password)
    HALF = "half"
    CONTAINER = "container"
    CONDITIONAL = "conditional"
    PUBLIC = "public"
    SIGNAL = "signal"
    INJECTED = "injected"
    BUNDLED = "bundled"
    SERVES = "serves"

    @property
    def is_evidence(self) -> bool:
        """Whether what is found is no credential, but says something of the project."""
        return self in (Role.SIGNAL, Role.BUNDLED, Role.SERVES)

    @property
    def holds_value(self) -> bool:
        """Whether what is found may be the plain value of a secret."""
        return self not in (Role.PUBLIC, Role.SIGNAL, Role.INJECTED, Role.BUNDLED, Role.SERVES)


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


class NamePurpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words and phrases in a name that say what the value is for.

    ``strong`` words say it alone. ``weak`` words do when nothing else in the name speaks against it and the value looks
    random.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class NameVocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names are read.

    ``purposes`` maps password, secret, token and key to their words. ``neutral`` words may follow such a word without
    changing what the value is; ``other_heads`` turn the phrase into the name of something else (``password length``);
    ``other_leads`` do so from the front (``hashed password``, ``forgot password``). ``key_marks`` in a name say that
    the value is itself the name of an entry (``EXTRA_PASSWORD``). ``stems`` are found inside longer words.
    ``client_secrets`` are phrases of names that are a secret of an OAuth client. ``doubles`` are words of what a test
    puts in the place of the real thing. ``public`` are phrases of names of keys that are meant to be in every copy of
    an app, unless the name also holds one of ``not_public``. ``build_prefixes`` begin names of settings that a
    bundler compiles in; they say nothing of the value.
    """

    purposes: dict[str, NamePurpose]
    stems: dict[str, str]
    neutral: tuple[str, ...]
    other_heads: tuple[str, ...]
    other_leads: tuple[str, ...]
    key_marks: tuple[str, ...]
    client_secrets: tuple[str, ...]
    doubles: tuple[str, ...]
    public: tuple[str, ...]
    not_public: tuple[str, ...]
    build_prefixes: tuple[str, ...]


class ValueVocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How values are read.

    ``references`` are patterns of values that stand for a secret kept elsewhere; ``certain_forms`` and ``forms`` those
    of things that are no secret: hashes, versions, algorithms; paths and addresses, which jumbles of signs can fit by
    chance. ``placeholders`` are words of stand-ins; ``vague`` ones are so unless a
    call takes the value as a credential. ``placeholder_parts`` count anywhere in a value, ``capital_parts`` in capitals
    within a longer one. ``common`` are the passwords that everybody tries first. ``fillers`` are words that only repeat
    where a secret belongs. ``not_secret`` are whole values. ``test_words`` are words of values that tests make up.
    ``pairs`` holds, for each first letter, how usual each second letter is in English words, as 26 digits.
    """

    references: tuple[str, ...]
    certain_forms: tuple[str, ...]
    forms: tuple[str, ...]
    placeholders: tuple[str, ...]
    vague: tuple[str, ...]
    placeholder_parts: tuple[str, ...]
    capital_parts: tuple[str, ...]
    common: tuple[str, ...]
    fillers: tuple[str, ...]
    not_secret: tuple[str, ...]
    test_words: tuple[str, ...]
    pairs: tuple[str, ...]


class Consumer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A call that takes a credential at a known position.

    ``call`` is the function's, method's or constructor's name, or with ``part`` what the name of a constructor
    contains. ``receiver`` are words of which one must stand in the receiver's text or in the file (both in lower case);
    empty when the name alone is telling. ``arguments`` are positions, negative ones counted from the end. ``least`` is
    the least number of arguments.
    """

    call: str
    part: bool = False
    arguments: tuple[int, ...] = ()
    receiver: tuple[str, ...] = ()
    least: int = 1
    purpose: str = "password"


class CallVocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which calls hand a value on unchanged, and which look one up.

    ``wrappers`` turn a literal into the value that is assigned (``"x".toCharArray()``, ``String("x")``). ``lookups``
    are first words of functions whose argument names a value instead of being it. ``fallbacks`` are lookups whose last
    argument is the value used when nothing is found. ``comparisons`` are methods that compare. ``name_labels`` are
    labels of an argument or entry that names the value beside it, which stands first or has one of ``value_labels``.
    ``build_fields`` are calls of build files that compile a value into the app, ``build_maps`` maps whose entries
    they do. ``users`` are last words of names of who signs in; a password that is handed over right after one is
    in use. ``entries`` are first words of names of constants that name an entry, where a value of that kind is found.
    ``previews`` are patterns of what opens a block that only draws a sample of a screen in the editor, ``tests`` of
    what opens one of tests beside the code that they test.
    """

    consumers: tuple[Consumer, ...]
    wrappers: tuple[str, ...]
    lookups: tuple[str, ...]
    fallbacks: tuple[str, ...]
    comparisons: tuple[str, ...]
    name_labels: tuple[str, ...]
    value_labels: tuple[str, ...]
    build_fields: tuple[str, ...]
    build_maps: tuple[str, ...]
    users: tuple[str, ...]
    entries: tuple[str, ...]
    previews: tuple[str, ...]
    tests: tuple[str, ...]


class RunOnlyMaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a script makes something that lives as long as its run, whose password opens nothing afterwards.

    ``made`` is a regular expression for what makes it. A password belongs to it that stands within ``reach`` bytes
    after the word ``word``, which is written in lower case.
    """

    made: str
    word: str
    reach: int = 120
    source: str = ""


class PlacePatterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Globs over paths by which a file's place in the product is told; the first list that fits wins.

    ``translations`` are files that hold texts for people, ``translated_code`` source code that does.
    A reference in a file of ``compiled`` is replaced at build time, so that its value ships. ``written_down`` are files
    of settings from which builds read, ``pipelines`` those that a service of continuous integration runs,
    ``development`` settings of a developer's own machine. In ``shapes_only`` names are given no values, as in schemas,
    or the code is other people's, as in patches, so that only what its own form gives away is looked for. ``run_only``
    says what scripts make for their own run, ``public_addresses`` are regular expressions for addresses whose
    parameters are for everybody.
    """

    skipped: tuple[str, ...]
    test: tuple[str, ...]
    build: tuple[str, ...]
    server: tuple[str, ...]
    shipped: tuple[str, ...]
    translations: tuple[str, ...]
    translated_code: tuple[str, ...]
    compiled: tuple[str, ...]
    written_down: tuple[str, ...]
    pipelines: tuple[str, ...]
    development: tuple[str, ...]
    shapes_only: tuple[str, ...]
    identifier_files: tuple[str, ...]
    run_only: tuple[RunOnlyMaker, ...]
    public_addresses: tuple[str, ...]


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
