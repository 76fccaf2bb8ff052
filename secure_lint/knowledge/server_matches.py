"""What policies ask of servers and back-ends: endpoints, the schemas of requests, and who is granted what."""

from __future__ import annotations

from typing import Literal

import msgspec

from secure_lint.model.access import Action, Via
from secure_lint.model.finding import Confidence, Severity


class GrantMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Access to records that the rules of a back-end grant: rules files, row-level policies, permissions, directives.

    ``principals`` are those let in (``anyone``, ``signed-in``, ``restricted``). It must grant one of ``actions`` and
    none of ``without_actions``. ``via`` lists what may grant, ``backends`` restricts the back-ends (empty: any),
    ``lacks`` names something that the statement lacks. Of the conditions that are true or false each must be as
    given: the grant covers ``everything``, ``expires``, takes the owner from what is written (``owner_claimed``),
    checks the fields that are written (``fields_checked``), is ``overruled`` by one above. ``sensitive`` asks that the
    name of the records or one of their attributes means sensitive data: attributes of a keeping in ``keeping`` and a
    group in ``groups`` (empty: any), or records about one of the contexts ``about`` of the taxonomy whose name does not
    match ``unless_about``. ``named`` and ``unless_named`` are regular expressions for the name of the records.
    ``severity`` and ``confidence`` replace those of the policy. ``self_service`` is a regular expression for a field
    that the caller may write without a check although rules go by it, or for the name of the records where it is their
    existence that counts.
    """

    principals: tuple[str, ...]
    actions: tuple[Action, ...] = ("read", "create", "update", "delete")
    without_actions: tuple[Action, ...] = ()
    via: tuple[Via, ...] = ("rule",)
    backends: tuple[str, ...] = ()
    lacks: str | None = None
    everything: bool | None = None
    expires: bool | None = None
    owner_claimed: bool | None = None
    fields_checked: bool | None = None
    sensitive: bool = False
    keeping: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    unless_about: str | None = None
    named: str | None = None
    unless_named: str | None = None
    self_service: str | None = None
    overruled: bool | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None


class BoundMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A parameter that a framework fills from a request whose type is stored as a record, so that any member is set.

    ``unless_beside`` lists kinds of sink that spare what is filled from a form where a method of the same type has one.
    Where the endpoint is behind one of the guards ``lowered_behind`` only auditors see it.
    With ``unapplied`` it is instead one whose type says what its members may hold in a product where nothing asks for
    that; each type counts once.
    """

    unless_beside: tuple[str, ...] = ()
    unapplied: bool = False
    lowered_behind: tuple[str, ...] = ()


class FieldMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A field of a type that requests are checked against which bounds its value in no way.

    ``holds`` says what kind of field, ``named`` is a regular expression for its name, in small letters with words
    joined by ``_``. ``alone`` asks that no field of the kind is bounded in the type, and reports the type. A field of
    ``any`` kind matters whatever bounds it, and whatever the code does. Endpoints behind one of the guards ``lacks``
    do not count.
    """

    holds: Literal["number", "text", "any"]
    named: str
    alone: bool = False
    lacks: tuple[str, ...] = ()


class ConstraintMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Constraints of the members of a type, filled from a request, that nothing checks.

    Because the parameter does not ask for it (``not-applied``), because they stand on the parameter of a
    constructor that only hands a value on to the member (``wrong-target``), because the member has a value whatever
    a client sends (``never-fails``), or because there are none though the handler stores records (``none``): then at
    least the share ``peers`` of the parameters of the product that hold such an object must ask for a check. In the
    last two cases a member must have a name that matches ``named``, in small letters with words joined by ``_``.
    ``unless_beside`` lists kinds of sink that spare what is filled where a method of the same type has one,
    ``lowered_behind`` guards behind which, and ``lowered_verbs`` verbs for which only auditors see what the
    parameter does not ask for, as they do of a handler that reaches kinds of sink in ``lowered_reading`` and no
    other, that has a name which ``lowered_named`` fits, or that refuses by a condition about the parameter itself.
    ``nowhere`` lists kinds of sink that spare the whole product where there is one.
    ``unless_set`` maps kinds of document to globs of settings; one of these whose value matches ``unless_value``
    spares the whole product.
    """

    flaw: Literal["not-applied", "wrong-target", "never-fails", "none"]
    unless_beside: tuple[str, ...] = ()
    lowered_behind: tuple[str, ...] = ()
    lowered_verbs: tuple[str, ...] = ()
    lowered_reading: tuple[str, ...] = ()
    lowered_named: str | None = None
    nowhere: tuple[str, ...] = ()
    unless_set: dict[str, str] = {}
    unless_value: str = ""
    named: str = ""
    peers: float = 0.0


class EndpointMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An endpoint that is behind none of the guards in ``lacks``, though behind one of those in ``has``, if any.

    ``verbs`` and ``reaches``, kinds of sink, restrict the endpoints. ``peers`` asks that some endpoint of the server is
    behind such a guard. ``open`` and ``privileged`` say whether the endpoint's names must be those of one that is open
    to all by nature, or only to some. A guard of a kind in ``spared_by`` spares it. ``unlike`` asks that of the other
    endpoints with such a verb, for the same resource, at least this share is behind such a guard. ``known_callers``
    asks that at least this share of the endpoints of the server is behind some guard: one that knows nobody has no
    callers to tell apart. ``personal`` asks of endpoints that only read that some of the records are those of a user,
    or users. ``commented`` asks that such a guard stands in a comment beside the endpoint.
    """

    lacks: tuple[str, ...]
    has: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()
    peers: bool = False
    open: bool | None = None
    privileged: bool | None = None
    spared_by: tuple[str, ...] = ()
    unlike: float | None = None
    known_callers: float = 0.0
    personal: bool = False
    commented: bool = False


class ParityMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A field that the app in the same tree limits and sends, of which the server asks less.

    ``verdicts`` are those of comparing the limits of both: ``client-only`` and ``server-weaker``; with ``fixed`` it is
    instead one in which the app always sends the same number. ``named`` and ``unless_named`` are regular expressions
    for its name, ``unless_endpoint`` one for the path and handler of endpoints that do not count, all in small letters
    with words joined by ``_``. Fields of which the server only takes shorter texts count for developers where
    ``short_matters`` fits their name. ``severity`` replaces that of the policy.
    """

    verdicts: tuple[Literal["client-only", "server-weaker"], ...] = ()
    fixed: bool = False
    named: str | None = None
    unless_named: str | None = None
    unless_endpoint: str | None = None
    short_matters: str | None = None
    severity: Severity | None = None


class ListingMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A class that takes over fields of a record which it should not, or should say more about.

    With ``everything`` it does not name the fields that it takes; one of them must be sensitive, of a keeping in
    ``keeping``, or have a name that matches ``named``, or ``named_of_users`` if the records are those of users, where
    clients fill the class: code gives it what they send, or a class of handlers with one of ``verbs`` names it in a
    field in ``used_as``. With ``owned`` it lets clients set the reference to the owner of the record, for endpoints
    with one of ``verbs`` whose class names it in a field in ``used_as``; methods in ``settled_by`` of one of the
    classes, or of the record, spare it.
    """

    everything: bool = False
    keeping: tuple[str, ...] = ()
    named: str | None = None
    named_of_users: str | None = None
    owned: bool = False
    verbs: tuple[str, ...] = ()
    used_as: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()


class RereadMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A field that is taken by its name out of what a client sent, behind a check of the same data that knows it.

    ``checked_at`` is the kind of sink at which the object arrives that checks; it has what it was given recorded as its
    member ``sent``. ``origin`` is where that comes from. What a class of this type checks are its fields, and those
    that its inner class ``options`` lists in the field ``listed``, where one of ``every`` stands for all. What arrives
    at none of the kinds of sink in ``stored_at`` only auditors see: it chooses a record, say.
    """

    checked_at: str
    stored_at: tuple[str, ...]
    origin: str
    options: str
    listed: str
    every: tuple[str, ...] = ()


class VerdictMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A check of what a client sent that decides nothing.

    ``unread`` are kinds of sink at a call whose result is the verdict: it is dropped, or kept where nothing reads it.
    ``unasked`` are kinds of sink at which an object is made that checks what a client sent: it stays in the function
    and is asked for none of the members ``asked_by``. Members in ``settled_by`` tell the verdict too, or give only what
    is valid.
    """

    unread: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()
