"""The closed list of kinds: the words in which models speak and policies ask.

``rules/taxonomy/kinds.yaml`` names every kind with one sentence of meaning. A model or policy that uses another word is
refused on load.
"""

from __future__ import annotations

import msgspec


class Relays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which functions are named whose purpose is to hand a value to a sink, in lower case.

    Those ``anywhere`` count in any place of the name; the ``leading`` ones in front, or in what the function is called
    on: ``errorWith`` and ``console.write`` hand on, ``setIgnoredError`` is about something else.
    """

    anywhere: tuple[str, ...]
    leading: tuple[str, ...]


class OutsideProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How files are told that lie beside the product: what is found in them is for auditors.

    ``sources`` are globs of paths whose code is never part of it. A module of Gradle is for tests if it applies a
    plugin that fits ``test_plugins``, or under ``dependencies``, which are those of its own code, names ``at_least`` so
    many different ones that fit ``test_frameworks``: apps now and then name one there by mistake. ``samples`` are words
    in the names of folders of modules that only show how the product is used. In the project of an app, files with the
    endings ``scripts`` are scripts unless one of ``project_files`` lies beside or above them, where they are few beside
    those with the endings ``app``.
    """

    sources: tuple[str, ...]
    test_plugins: str
    dependencies: tuple[str, ...]
    test_frameworks: str
    at_least: int
    samples: tuple[str, ...]
    scripts: tuple[str, ...]
    app: tuple[str, ...]
    project_files: tuple[str, ...]


class ServerWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Regular expressions, for names in lower case with words joined by ``_``.

    ``owner`` is for attributes that say whose a record is, ``principal`` for entities that are users,
    ``open_endpoint`` for the ``path handler`` of endpoints that everybody may call by their nature (a login), and
    ``privileged`` for those that only some may call (an administrator's). ``capability`` is for parameters of paths
    that nobody guesses: whoever has one may pass. ``secret`` is for those that only the right person was sent.
    ``proof`` is for what shows who a caller is, a token or session, ``signed`` for what is called to check that a
    request comes from whom it says, ``shared_secret`` for what only the server and such a sender know, and ``rank`` for
    what says what a caller may do; ``rights`` is for what is called to ask that. ``shared`` is for attributes, or ways
    over several, that say who made a record or which organisation has it: many may work on it. ``segment`` is for a
    parameter ``NAME`` in the template of a path that is one segment of it, without a slash, also where a client encodes
    one, when the framework hands it to the handler. ``machine`` is for guards that ask for a key of the whole server:
    whoever has it is no user who could own a record.
    """

    owner: str
    principal: str
    open_endpoint: str
    privileged: str
    capability: str
    secret: str
    proof: str
    signed: str
    shared_secret: str
    rank: str
    rights: str
    shared: str
    segment: str
    machine: str


class Kinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Kind → meaning, by the role it can play."""

    sinks: dict[str, str]
    """Places where a value matters: ``log``, ``crypto.key``."""

    origins: dict[str, str]
    """Where a value comes from: ``keystore``, ``device-id``; ``literal`` is known to the interpreter itself."""

    protections: dict[str, str]
    """What has been done to a value: ``encrypted``, ``hashed``, ``encoded``."""

    guards: dict[str, str]
    """Conditions under which code runs: ``debug-build``."""

    endpoint_guards: dict[str, str]
    """What stands before an endpoint: ``login-check``, ``role-check``; ``none`` lets everybody pass."""

    guard_names: dict[str, str]
    """Kind of endpoint guard → regular expression for names that by convention are those of such guards."""

    server: ServerWords
    """Names by which parts of a server are told that its code does not spell out."""

    engines: dict[str, str]
    """Storage engines."""

    untrusted: tuple[str, ...]
    """Origins that are no good for a key."""

    secure_engines: tuple[str, ...]
    """Engines that are backed by the device keystore."""

    accounts: tuple[str, ...]
    """Engines that hold one thing for each account: what a file writes there in several places is one fact."""

    outside: OutsideProduct
    """How files are told that are no part of the product."""

    relays: dict[str, Relays]
    """Kind of sink → words in the names of functions whose purpose is to hand a value to it, as a logger's do.

    What reaches such a sink through any other function is that function's doing, not that of all who call it.
    """

    clearing: tuple[str, ...]
    """Protections that really protect; the others only change the form of a value."""
