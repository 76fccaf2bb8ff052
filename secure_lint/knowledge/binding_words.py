"""How a framework fills the parameters of functions from what an app sends: a part of the model language."""

from __future__ import annotations

import msgspec


class BindingModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Parameters that a framework fills with an object made of a request, all members at once.

    They belong to functions with one of the annotations ``handlers`` in types with one of ``within``, or that an
    `ActionModel` speaks of (``of_actions``); ``spared`` maps arguments of those annotations to regular expressions
    for handlers that change nothing. A parameter is filled from the body if it has one of the annotations ``body``,
    and from the form if it has one of ``form`` or, at most, some of ``neutral``. ``records`` are annotations of
    types that are stored as records, ``kept_in`` generic types of fields that hold those of their argument.

    Members with an annotation in ``keys`` identify the record. ``hiding`` maps annotations that keep a member from
    being filled from the body to a regular expression for their arguments, ``choosing`` are annotations by which a
    type itself chooses what it takes.

    ``constraints`` are modules whose annotations say what a member may hold. They do nothing by themselves:
    ``applied_by`` are names of which a product imports one that has them applied. Nothing can be told of one that
    imports none of ``started_by``, by which the server is started.

    ``constraining`` are annotations of members, or of annotations of the project, that say what a member may hold.
    The framework checks them where a parameter, or a member of a type of its own, has an annotation in
    ``applying``. It checks them everywhere in a class with one of ``applied_within``, or where an annotation of it,
    the method or the parameter has a name that fits ``applying_named``. ``never_missing`` maps constraints that
    only ask for a value to types whose members have one in any case (``enum`` for enumerations), unless they have
    an annotation in ``demanding``.
    """

    handlers: tuple[str, ...]
    within: tuple[str, ...] = ()
    of_actions: bool = False
    records: tuple[str, ...] = ()
    kept_in: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    spared: dict[str, str] = {}
    keys: tuple[str, ...] = ()
    hiding: dict[str, str] = {}
    choosing: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    applied_by: tuple[str, ...] = ()
    started_by: tuple[str, ...] = ()
    constraining: tuple[str, ...] = ()
    applying: tuple[str, ...] = ()
    applied_within: tuple[str, ...] = ()
    applying_named: str | None = None
    never_missing: dict[str, tuple[str, ...]] = {}
    demanding: tuple[str, ...] = ()
