"""What ``rules/credentials`` says of names, values, calls and places."""

from __future__ import annotations

import msgspec


class NamePurpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words and phrases in a name that say what the value is for.

    ``strong`` words say it alone. ``weak`` words do when nothing else in the name speaks against it and the value looks
    random.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class NameVocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names are read.

    ``purposes`` maps password, secret, token and key to their words. ``neutral`` words may follow such a word
    without changing what the value is; ``other_heads`` turn the phrase into the name of something else (``password
    length``); ``other_leads`` do so from the front (``hashed password``, ``forgot password``). ``fingerprints`` are
    words of names of keys that are told by a fingerprint, ``public_stores`` words of names of stores that hold no
    secret, ``public_keys`` words of names of keys that are none.
    ``key_marks`` in a name say that the value is itself the name of an entry (``EXTRA_PASSWORD``).
    ``stems`` are found inside longer words. ``client_secrets`` are phrases of names that are a secret of an OAuth
    client. ``doubles`` are words of what a test puts in the place of the real thing. ``public`` are phrases of
    names of keys that are meant to be in every copy of an app, unless the name also holds one of ``not_public``.
    ``build_prefixes`` begin names of settings that a bundler compiles in; they say nothing of the value.
    """

    purposes: dict[str, NamePurpose]
    stems: dict[str, str]
    neutral: tuple[str, ...]
    other_heads: tuple[str, ...]
    other_leads: tuple[str, ...]
    fingerprints: tuple[str, ...]
    public_stores: tuple[str, ...]
    public_keys: tuple[str, ...]
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
    contains. ``receiver`` are words of which one must stand in the receiver's text or in the file (both in lower
    case); empty when the name alone is telling. A receiver with one of the words ``unless`` takes none.
    ``arguments`` are positions, negative ones counted from the end; what stands there under a label counts only
    when it is one of ``labels``. ``least`` is the least number of arguments.
    """

    call: str
    part: bool = False
    arguments: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    least: int = 1
    purpose: str = "password"


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement of a configuration language that gives a value to a name which stands apart from it.

    ``files`` are globs over paths. ``pattern`` is matched from the start of a line; its groups are ``name`` and
    ``value``.
    """

    files: tuple[str, ...]
    pattern: str
    source: str = ""


class CallVocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which calls hand a value on unchanged, and which look one up.

    ``wrappers`` turn a literal into the value that is assigned (``"x".toCharArray()``, ``String("x")``). ``lookups``
    are first words of functions whose argument names a value instead of being it. ``fallbacks`` are lookups whose last
    argument is the value used when nothing is found. ``comparisons`` are methods that compare. ``name_labels`` are
    labels of an argument or entry that names the value beside it, which stands first or has one of ``value_labels``.
    ``build_fields`` are calls of build files that compile a value into the app, ``build_maps`` maps whose entries
    they do. ``users`` are last words of names of who signs in; a password that is handed over right after one is
    in use. ``widgets`` are last words of names of input fields, which say nothing of what is typed there. ``entries``
    are first words of names of constants that name an entry, where a value of that kind is found. ``previews`` are
    patterns of what opens a block that only draws a sample of a screen in the editor, ``tests`` of what opens one of
    tests beside the code that they test. ``declarations`` are statements that name a value apart from it.
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
    widgets: tuple[str, ...]
    entries: tuple[str, ...]
    previews: tuple[str, ...]
    tests: tuple[str, ...]
    declarations: tuple[Declaration, ...]


class RunOnlyMaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a script makes something that lives as long as its run, whose password opens nothing afterwards.

    ``made`` is a regular expression for what makes it. A password belongs to it that stands within ``reach`` bytes
    after the word ``word``, which is written in lower case.
    """

    made: str
    word: str
    reach: int = 120
    source: str = ""


class PublicService(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service that gives every client the same key.

    ``near`` is a regular expression for what stands near the key. With ``names`` it is a key whose name ends so,
    without one whose form is that of several services.
    """

    near: str
    names: tuple[str, ...] = ()
    source: str = ""


class PlacePatterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Globs over paths by which a file's place in the product is told; the first list that fits wins.

    ``translations`` are files that hold texts for people, ``translated_code`` source code that does. A reference in
    a file of ``compiled`` is replaced at build time, so that its value ships. ``written_down`` are files of
    settings from which builds read, ``pipelines`` those that a service of continuous integration runs,
    ``development`` settings of a developer's own machine, ``build_scripts`` the code of builds. In ``shapes_only``
    names are given no values, as in schemas, or the code is other people's, as in patches, so that only what its
    own form gives away is looked for. ``public_services`` give everybody the same key. ``run_only`` says what
    scripts make for their own run, ``public_addresses`` are regular expressions for addresses whose parameters are
    for everybody.
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
    build_scripts: tuple[str, ...]
    shapes_only: tuple[str, ...]
    identifier_files: tuple[str, ...]
    run_only: tuple[RunOnlyMaker, ...]
    public_services: tuple[PublicService, ...]
    public_addresses: tuple[str, ...]
