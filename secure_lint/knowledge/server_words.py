"""Words in which models speak of servers: what a call says about routes, routers and guards."""

from __future__ import annotations

import msgspec

FACT_PARTS: dict[str, frozenset[str]] = {
    "server.route": frozenset({"path", "pattern", "verb", "handler", "methods", "guards", "router", "name", "called"}),
    "server.routes": frozenset({"path", "verb", "handlers"}),
    "server.router": frozenset({"path", "guards", "guard", "key", "below"}),
    "server.mount": frozenset({"path", "pattern", "router", "into", "guards"}),
    "server.belongs": frozenset({"router", "into"}),
    "server.answers": frozenset({"of", "verb", "path", "below", "as"}),
    "server.use": frozenset({"path", "steps", "into"}),
    "server.router-guard": frozenset({"router", "guards", "guard"}),
    "server.guard": frozenset({"guards", "guard", "of", "method"}),
    "server.guard-instead": frozenset({"guards", "of"}),
    "server.advice": frozenset({"at", "guards"}),
    "server.open": frozenset({"of", "path"}),
    "server.default-guard": frozenset({"guards", "guard"}),
    "server.path-guard": frozenset({"path", "verb", "guard", "guards", "within"}),
    "server.prefix": frozenset({"path"}),
    "server.module": frozenset({"of"}),
    "server.application": frozenset({"of"}),
    "server.entity": frozenset({"name", "fields", "refers"}),
    "client.request": frozenset({"url", "verb", "body", "declared"}),
}
"""The facts that there are, with the parts that each may have."""


NONE = "none"
"""The kind of guard that lets everybody pass."""


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that a call says about the server, or about what is asked of one.

    - ``server.route``: requests with ``verb`` for ``path`` go through ``guards`` to ``handler``; the path is below that
      of ``router``. On a class that has no handlers of its own it is the path of the methods in it. ``pattern`` is a
      path that is written as a regular expression. ``methods`` maps verbs to the methods of a class that answer them.
      Where a fact says how the route is ``called`` that ends the path; where nothing is given for it, the name of the
      handler does.
    - ``server.routes``: each member of ``handlers``, an object, is the handler of a route that is called as it is.
    - ``server.router``: the result is a router of its own, below ``path``, behind ``guards`` or a guard of a kind. The
      path goes on with ``below``, where ``{key}`` stands for the text of that part.
    - ``server.mount``: ``router`` is put below ``path`` of the router ``into``, behind ``guards``.
    - ``server.belongs``: ``router`` is put into the router ``into`` unless something else mounts it.
    - ``server.answers``: ``of`` answers requests with ``verb`` only. A method of a class of handlers is one itself, at
      ``path`` (else its name) below that of its class and below ``below``. ``as`` is the type as whose method a
      function answers.
    - ``server.use``: requests for ``path`` that reach the router ``into`` pass ``steps``, guards or routers, from there
      on.
    - ``server.router-guard``: all requests to ``router`` are behind ``guards`` or a guard of a kind, wherever that is
      said; a guard that lets everybody pass opens it, whatever holds for the routers around it.
    - ``server.guard``: ``of``, a handler or a class of handlers, is behind ``guards``, or behind a guard of a kind; of
      a class, only ``method`` where one is named.
    - ``server.guard-instead``: a handler is behind ``guards`` in the place of those of its class or the whole server.
    - ``server.advice``: what has one of the annotations that the pointcut ``at`` names is behind ``guards``, code that
      runs around it.
    - ``server.open``: ``of``, or requests for ``path``, are behind no guard, whatever holds elsewhere.
    - ``server.default-guard``: all endpoints are behind ``guards`` unless they say otherwise.
    - ``server.path-guard``: what is said of requests for ``path``, if they are below one of the paths ``within``; of
      several that fit the first counts, those of a list for some paths before those of one for all.
    - ``server.prefix``: the paths of routes that belong to no router are below ``path``.
    - ``server.application``: a server is started here, by ``of`` if by a class. Of several in one tree each has paths,
      defaults and prefixes of its own, beside those that code states which belongs to none of them.
    - ``server.module``: ``of`` is a class whose decorator lists what the server is made of.
    - ``server.entity``: records called ``name``, a text or a type, have ``fields``, the members of an object, and
      belong to a record that ``refers`` is.
    - ``client.request``: a client sends a request with ``verb`` (else ``GET``) for ``url``, with ``body``.
      ``declared`` is a function without code of its own by whose call the client sends it.

    ``parts`` maps the parts to ports, several of them with blanks in between, ``constants`` to texts. ``of_types``
    lists annotations of which the class of the handler must have one, or a class that inherits it: it is an endpoint of
    each of these.
    """

    kind: str
    parts: dict[str, str] = {}
    constants: dict[str, str] = {}
    of_types: tuple[str, ...] = ()


class SchemaFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the fields of a schema say what they hold and how it is bounded.

    ``numbers`` and ``texts`` are the names of types, or of the calls that describe fields; ``bounds`` of arguments that
    bound a value, or of types that do. ``checks`` are annotations, ``checkers`` regular expressions for the names, of
    methods that check fields.
    """

    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    bounds: tuple[str, ...]
    checks: tuple[str, ...] = ()
    checkers: tuple[str, ...] = ()


class FieldListing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a class says which fields of a record it takes over, in an inner class ``options``.

    ``record`` is the option that names the record, ``listed`` the one that lists the fields (one of ``every`` stands
    for all), ``left_out`` the one that lists those left out. ``fixed`` are options that name fields of which the class
    says more: that they are only read, say.
    """

    options: str
    record: str
    listed: str
    left_out: str
    every: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()


class ParameterModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the parameters of some functions come from.

    Those of functions with the annotation ``annotated`` (for a decorator that is a method, type and name:
    ``fastapi.FastAPI.get``, which holds for types that extend it too), those with the annotation or default
    ``marked`` themselves, or an annotation whose last name fits the regular expression ``marking``, those
    ``beside`` a parameter of that type, those of the methods by which classes that extend ``handler_of`` answer
    requests, those of the methods that an `ActionModel` speaks of (``of_actions``), or those of functions that are
    handed to routes (``routed``). ``named`` is a regular expression for their names, ``at`` their position, and
    ``first_named`` a regular expression for the name of the first parameter of the function. Parameters of the types in
    ``except_types`` do not count, nor those of types whose simple names fit ``except_named``, nor those whose
    default or annotation is one of ``except_marked``. Those of a type in ``typed`` hold no free text; where
    ``free_form`` lists types that take anything, those of another type are checked against what it declares. All are
    that are ``validated``, whatever else is said of them. Those of a type in ``single`` (``*`` for any) are one part of
    what is sent, such as one in the path, and not all of it; so are the ``typed``. Where the annotation of one is
    handed a class of ``typed_by``, or an object of it, that makes it a value without free text.
    """

    origin: str
    annotated: str | None = None
    marked: str | None = None
    marking: str | None = None
    beside: str | None = None
    handler_of: str | None = None
    of_actions: bool = False
    routed: bool = False
    named: str | None = None
    at: int | None = None
    first_named: str | None = None
    except_types: tuple[str, ...] = ()
    except_named: str | None = None
    except_marked: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    free_form: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    typed_by: tuple[str, ...] = ()
    validated: bool = False


class RefusalModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """New objects that refuse a request, by the simple name of their type, a regular expression.

    ``status`` is the status with which they do; without one it is a number among the arguments. Or lists that functions
    return, with the status ``returned`` at that position, or objects that are handed to what is called ``handed_to``,
    with the status in the first of ``members`` that they have.
    """

    named: str | None = None
    status: int | None = None
    returned: int | None = None
    handed_to: str | None = None
    members: tuple[str, ...] = ()


class NamedResultModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Calls whose written name says by convention where the result comes from: ``SecurityUtils.getUserId()``.

    ``named`` is a regular expression for the last two names that the source writes, in small letters with words joined
    by ``_``: ``security_utils_get_user_id``. Instead of an ``origin`` it may say which ``protection`` the result has:
    that holds for code that nobody sees, of which nothing else is known.
    """

    named: str
    origin: str | None = None
    protection: str | None = None


class FileRouteModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Files whose place tells which requests the functions answer that they hand out.

    ``files`` is a regular expression for paths with a group ``path``, the path of the requests. For each of ``names``
    that a file declares (``default`` for what it hands out as a whole) the modelled call ``carries_out`` is carried out
    with the path, the name, what it stands for, and the members of the file that ``with_values`` lists. A part of the
    path that matches ``left_out`` is none of the requests' paths; ``rewritten`` maps regular expressions for parts to
    their form in a template.
    """

    files: str
    names: tuple[str, ...]
    carries_out: str
    with_values: tuple[str, ...] = ()
    left_out: str = "^$"
    rewritten: dict[str, str] = {}


class ActionModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Classes whose public methods answer requests, at paths in templates or made of their names.

    Such classes extend one of ``extending``, or have one of the annotations ``annotated``; where ``named`` is
    given, a regular expression for their names, those count too that have a method with one of the annotations
    below. Abstract classes, static methods and what has an annotation in ``left_out`` answer nothing; of the
    methods only those do whose names fit ``only``. For each method, verb and path the modelled call ``carries_out``
    is carried out with the path and the verb; ``*`` stands for all verbs.

    ``verbs`` maps annotations to verbs, whose first argument may be a template; those in ``listed`` have verbs as
    arguments. ``named_verbs`` maps regular expressions for the names of methods to verbs, where no annotation
    tells. ``templates`` are annotations with the path of a class or a method, ``prefixes`` such of a class that go
    before the templates of methods only. A template that begins with ``/`` or ``~`` counts from the root. Without
    any, the path is ``path``. In all of them the names of the ``controller`` (the class without ``ending``) and of
    the ``action`` (the method without what matches ``action_ending``), and the argument of the annotation ``area``,
    are filled in, in braces or brackets. ``files`` is a regular expression for paths of files, whose groups are
    filled in as well. With ``stated`` only those methods answer that have an annotation with a verb, their own or that
    of one that they implement; so it is with those of classes, and templates of methods are always below these.
    """

    carries_out: str
    path: str
    extending: tuple[str, ...] = ()
    annotated: tuple[str, ...] = ()
    named: str | None = None
    left_out: tuple[str, ...] = ()
    only: str = ""
    verbs: dict[str, str] = {}
    listed: tuple[str, ...] = ()
    named_verbs: dict[str, str] = {}
    templates: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    area: str | None = None
    ending: str = ""
    action_ending: str = "$^"
    files: str | None = None
    stated: bool = False


class OperationModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Settings that name the functions which answer requests, by their full names.

    ``path`` is a glob over the settings of documents of the kinds ``document``, with one ``**``, which stands for the
    path of the requests and, behind it, their verb. ``origin`` is where the parameters of the functions come from. A
    name of one word is that of a method by which a class with one of the annotations ``implemented_in`` implements
    what a generator makes of the document: a type that is not in the tree. Its name matches ``generated``, a regular
    expression whose first group is the first tag of the operation without its blanks.
    """

    document: tuple[str, ...]
    path: str
    origin: str
    implemented_in: tuple[str, ...] = ()
    generated: str = ""


class RecordSettingModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Settings that describe the attributes of records.

    ``path`` is a glob over the settings of documents of the kind ``document``, whose last two parts are the record and
    the attribute. The value is the attribute's type: that of a record to which it refers, perhaps with a mark behind
    it that it may be missing.
    """

    document: str
    path: str
