"""Policies: what is forbidden, why, and how to mend it on each platform.

A policy speaks of kinds, never of libraries.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.knowledge.server_matches import (
    BoundMatch,
    ConstraintMatch,
    EndpointMatch,
    FieldMatch,
    GrantMatch,
    ListingMatch,
    ParityMatch,
    RereadMatch,
    VerdictMatch,
)
from secure_lint.model.finding import Audience, Confidence, Severity


class DataMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Sensitive data must be in the value: of one of these keepings, groups or types (empty: any).

    ``without_types`` lists types that do not count. ``score`` is the least classification score. ``spared_by`` says
    which protections spare the value, ``marked_by`` those of which it must bear one.
    """

    keeping: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    without_types: tuple[str, ...] = ()
    score: float = 0.6
    spared_by: tuple[str, ...] = ()
    marked_by: tuple[str, ...] = ()


class ConstantMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The value must be a known constant: matching a regular expression, below a number, or equal to one of these.

    ``only`` asks that it can be nothing else.
    """

    matches: str | None = None
    excludes: str | None = None
    below: float | None = None
    equals: tuple[str | int | bool | None, ...] = ()
    only: bool = False


class FunctionMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The value must be a function, or an object with one, that behaves so.

    ``returns`` is the only constant it returns; ``never_throws`` that nothing in it can refuse. ``reaches`` lists sinks
    of which it reaches one on every way, where the ways under a guard in ``unguarded`` do not count, ``without`` sinks
    of which it reaches none. ``hands_back`` says that what it returns is its argument, at most in another form: nothing
    protects it, and nothing unknown is called. ``blind`` says that it looks at nothing that it is handed and need not
    refuse: a setting decides.
    """

    returns: str | int | bool | None = None
    never_throws: bool = False
    reaches: tuple[str, ...] = ()
    unguarded: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    hands_back: bool = False
    empty: bool = False
    blind: bool = False


class SinkMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value at a sink of one of ``kinds``; all given conditions must hold.

    ``origin``: the value comes from one of these (``literal`` included); with ``whole`` it is all that came from there,
    and no part that was taken out of it. ``named``: a regular expression for the name
    that goes with the value, ``unless_named`` one that spares it, ``without_origin`` lists origins that spare it.
    ``lowered_under`` lists guards under which only auditors see it.
    ``missing`` lists members that must not have been recorded on the value's object, ``present`` such as must have
    been, and ``recorded`` maps members to a constant condition. ``unguarded`` lists guards under which it does not
    count, ``unless_within`` a regular expression that spares it by the name of the function and type around it, or of a
    function that is called on the way.
    ``nowhere`` maps kinds of sink to regular expressions for the name that goes with the value there: nothing in the
    whole product may arrive at such a one.
    ``beside`` lists kinds of sink of which the same function, or another one of its type, must have one;
    ``unless_beside`` lists such as spare it there, ``unless_together`` such as spare it in the same function.
    ``stores`` asks that the product keeps sensitive data in a store that is not ciphered. ``in_endpoint`` asks that the
    code runs for requests to an endpoint, ``endpoint_without`` that it is behind none of these guards; where all are
    behind one of the guards ``lowered_behind`` only auditors see it. ``ownership``
    asks that the record at the sink belongs to a user, and that nothing ties it to the caller. ``spared_by`` lists
    protections under which an origin does not count, ``unless_constant`` is a regular expression for a known constant,
    or the known beginning of a text, that spares it. ``raw`` asks that the code itself read it from where it comes,
    ``unrecorded`` that nothing of a record of the server is in it, ``of_record`` that something is. ``served`` asks
    that the product has endpoints, ``kept`` that the record at the sink was looked up, or that the code of the endpoint
    saves some record. ``input_at`` is the kind of sink at which arrives what the code works on: where other code calls
    the function and nothing sensitive arrives there, only auditors see it. ``across_segments`` asks that it may hold a
    slash: that it is no parameter of the handler that is one segment of the endpoint's path.
    """

    kinds: tuple[str, ...]
    data: DataMatch | None = None
    constant: ConstantMatch | None = None
    origin: tuple[str, ...] = ()
    whole: bool = False
    without_origin: tuple[str, ...] = ()
    named: str | None = None
    unless_named: str | None = None
    function: FunctionMatch | None = None
    missing: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    recorded: dict[str, ConstantMatch] = {}
    unguarded: tuple[str, ...] = ()
    lowered_under: tuple[str, ...] = ()
    unless_within: str | None = None
    nowhere: dict[str, str] = {}
    beside: tuple[str, ...] = ()
    unless_beside: tuple[str, ...] = ()
    unless_together: tuple[str, ...] = ()
    protection: tuple[str, ...] = ()
    stores: bool = False
    in_endpoint: bool = False
    endpoint_without: tuple[str, ...] = ()
    lowered_behind: tuple[str, ...] = ()
    ownership: bool = False
    spared_by: tuple[str, ...] = ()
    unless_constant: str | None = None
    raw: bool = False
    unrecorded: bool = False
    of_record: bool = False
    served: bool = False
    kept: bool = False
    input_at: str | None = None
    across_segments: bool = False


class StoredMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Sensitive data kept in a store on the device: an attribute of an entity, or a value written under a key.

    ``states`` are the columns of the verdict table in which the data lies. ``engines`` restricts the stores (empty:
    any) and ``outside`` leaves out those. ``without_types`` lists types of data that do not count. ``unread`` asks that
    nothing reads it back.
    """

    keeping: tuple[str, ...]
    states: tuple[str, ...]
    engines: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    without_types: tuple[str, ...] = ()
    unread: bool = False


class StoreMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A store that is opened. ``sensitive`` is the least number of sensitive attributes kept in it.

    ``weight`` is the keeping from which an attribute counts.
    """

    states: tuple[str, ...]
    engines: tuple[str, ...] = ()
    sensitive: int = 0
    keeping: tuple[str, ...] = ("never", "keystore", "encrypt")


class SettingMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A setting of a configuration document of one format.

    ``path`` is a glob over setting paths (``*`` within a segment, ``**`` across); numbers of siblings do not count.
    ``file`` is a glob over the document's own path, ``unless_file`` one that spares it. ``absent`` asks that no setting
    matches ``path`` while one matches ``anchor``, where the finding is then placed.
    ``beside`` maps paths relative to the parent of the setting to regular
    expressions that must match there too (``../`` goes one element up), ``unless_beside`` such as spare it; ``without``
    lists such paths that must not exist there. ``above`` maps
    names in any enclosing element to regular expressions, the nearest counts. ``outside`` lists
    globs of paths that spare the setting. ``sensitive`` asks that its name, or the name that is its
    value, means sensitive data, of a keeping in ``keeping`` if there are any and of no type in ``without_types``.
    ``stores`` asks that the product keeps sensitive data in a store that is not ciphered. ``app_has`` and ``app_lacks``
    are globs of settings that all documents of the app together must have, or must not have. ``called`` lists kinds of
    sink at which addresses arrive: the finding shows the code that calls the host which is the setting's value, or one
    below it; where none does, ``uncalled`` is its severity. With ``host_around`` the host is the name of the element
    around the setting, and ``excludes`` is about that.
    """

    document: str
    path: str
    file: str | None = None
    unless_file: str | None = None
    matches: str | None = None
    excludes: str | None = None
    below: float | None = None
    absent: bool = False
    anchor: str | None = None
    beside: dict[str, str] = {}
    unless_beside: dict[str, str] = {}
    without: tuple[str, ...] = ()
    above: dict[str, str] = {}
    outside: tuple[str, ...] = ()
    sensitive: Literal["key", "value"] | None = None
    keeping: tuple[str, ...] = ()
    without_types: tuple[str, ...] = ()
    stores: bool = False
    app_has: tuple[str, ...] = ()
    app_lacks: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    uncalled: Severity | None = None
    host_around: bool = False


class CopyMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An entity on the device that copies one of the server and takes nearly all of it.

    ``share`` is the least part of the server entity's attributes that it takes, in 0 .. 1, ``attributes`` the least
    number that the server entity must have for that to mean anything. Which entity it copies is declared, or told by
    the name: that of the server entity with one of ``marks`` before or behind it. It must hold sensitive data, of one
    of these keepings, and no reason may be stated.
    """

    share: float
    attributes: int
    marks: tuple[str, ...]
    keeping: tuple[str, ...] = ("keystore", "encrypt", "minimise")


class ImplementationMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A class that implements a method of a known type in a dangerous way; without ``of``, any function so named.

    ``parameters`` are the numbers of parameters that the method may have (empty: any). ``beside`` lists methods of the
    same class that must all be as dangerous.
    """

    method: tuple[str, ...]
    function: FunctionMatch
    of: tuple[str, ...] = ()
    parameters: tuple[int, ...] = ()
    beside: tuple[str, ...] = ()


class FileChoiceMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A list of inclusions and exclusions in a document that takes along sensitive data kept in clear.

    ``sections`` are the paths of the elements that hold such lists, ``include`` and ``exclude`` the names of their
    elements, ``folder`` and ``path`` the settings in those. Without any inclusion all is taken that is not excluded.
    ``folders`` names the folder in which each storage engine keeps its files; others are never taken along.
    ``spared`` maps settings of a section or an inclusion to regular expressions: what has one takes nothing along.
    ``referring`` is a glob of the settings that name such a document (``@xml/backup_rules``), ``switched_off`` maps
    names beside them to regular expressions: a list is not used when each setting that names it has one there.
    """

    document: str
    sections: tuple[str, ...]
    include: str
    exclude: str
    folder: str
    path: str
    folders: dict[str, str]
    spared: dict[str, str] = {}
    referring: str = ""
    switched_off: dict[str, str] = {}


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one form of match."""

    sink: SinkMatch | None = None
    stored: StoredMatch | None = None
    store: StoreMatch | None = None
    setting: SettingMatch | None = None
    file_choice: FileChoiceMatch | None = None
    copy: CopyMatch | None = None
    implementation: ImplementationMatch | None = None
    grant: GrantMatch | None = None
    bound: BoundMatch | None = None
    constraint: ConstraintMatch | None = None
    endpoint: EndpointMatch | None = None
    reread: RereadMatch | None = None
    verdict: VerdictMatch | None = None
    listing: ListingMatch | None = None
    field: FieldMatch | None = None
    parity: ParityMatch | None = None
    credential: dict[str, str] | None = None
    hygiene: str | None = None
    analysis: str | None = None


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One file of ``rules/policies``.

    ``message`` may hold placeholders: ``{data}`` (title of the data type), ``{subject}`` (what holds it), ``{sink}``,
    ``{store}``, ``{key}`` (why the key is no good), ``{constant}``, ``{setting}``, ``{count}``, ``{client}`` and
    ``{server}`` (the limits of an app and of a server), ``{state}``, ``{endpoint}``, ``{owner}`` (the attribute that
    says whose a record is); ``{value}`` is the constant in parentheses, or nothing where there is none.
    ``limits`` says what the rule cannot see and what of it could not be checked against public samples.
    ``fix`` has one text for each platform claimed. ``examples`` are the fixture cases shown on the rule's page.
    ``yields_to`` names policies that say the graver thing of the same place: where one of them speaks, this is silent.
    That is on one line, or with ``yields_by`` of one declaration in a file.
    ``alike`` says which findings are shown as one: those of one ``module`` of an app, those of data that one place
    in another file declares (``origin``), or those of values that one function hands on to one place (``sink``).
    ``any_of`` are alternative matches, tried in order; the first that holds wins. ``autofix`` lists, by language, the
    changes that mend a finding, tried in order; the first that fits its place is made.
    """

    code: str
    name: str
    policy: str
    title: str
    severity: Severity
    confidence: Confidence
    cwe: tuple[int, ...]
    masvs: tuple[str, ...]
    any_of: tuple[Match, ...]
    message: str
    why: str
    fix: dict[str, str]
    examples: dict[str, str]
    audience: Audience = Audience.DEVELOPER
    maswe: tuple[str, ...] = ()
    guarded_severity: Severity | None = None
    yields_to: tuple[str, ...] = ()
    yields_by: Literal["line", "declaration"] = "line"
    alike: Literal["module", "origin", "sink"] | None = None
    limits: str = ""
    security_severity: float | None = None
    autofix: dict[str, tuple[AutomaticFix, ...]] = {}

    @property
    def speaks_of_credentials(self) -> bool:
        """Whether the search for credentials alone can tell where the policy is broken."""
        return all(match.credential is not None for match in self.any_of)
