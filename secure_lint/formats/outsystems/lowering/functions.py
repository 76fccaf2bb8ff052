"""The logic of a module in the program model.

An action becomes a static function of its collection (``ServerActions``, ``ClientActions``, ``Screens``). What an
action calls is lowered to calls that models can name:

- a client action of another module: ``Producer.Action(...)``, on a type ``outsystems.Producer``'s child;
- an entity action: ``LocalStorage.CreateOrUpdate(...)`` on the device, ``Database.CreateOrUpdate(...)`` on the
  server, and ``ClientSideDatabase.CreateOrUpdate(...)`` where the client calls one of the server, each with the
  entity's name as ``Entity`` and, where the entity belongs to a user, that attribute's name as ``Owner``;
- a role action: ``Roles.CheckRole("Agent")``; a built-in function: ``Client.GetUserId()`` or ``Server.GetUserId()``;
- a client variable or site property: ``ClientVariables.Get("Name")``, ``SiteProperties.Get("Name")``;
- a call from the client to the server: ``ServerCall.Send(...)``, with the action's name as ``Action``.

A server action that client logic calls carries the annotation ``outsystems.Endpoint``, and ``outsystems.FormEndpoint``
where a caller asks whether its form is valid, or is run by a widget that validates the form first.
"""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.formats.outsystems.data_types import IDENTIFIER_SUFFIX
from secure_lint.formats.outsystems.flow_model import Action, ActionKind, Target, TargetKind
from secure_lint.formats.outsystems.lowering.graph import Lowered, lower_flow
from secure_lint.formats.outsystems.lowering.listing import Places
from secure_lint.formats.outsystems.model import Entity, EntityKind, OutSystemsModule
from secure_lint.formats.outsystems.place import Place
from secure_lint.model.program import (
    Annotation,
    Argument,
    Call,
    Expression,
    Function,
    Import,
    Literal,
    Member,
    Name,
    Parameter,
    TypeDecl,
)
from secure_lint.model.span import WHOLE_FILE, Span

PACKAGE = "outsystems"
ENDPOINT, FORM_ENDPOINT = f"{PACKAGE}.Endpoint", f"{PACKAGE}.FormEndpoint"
PRODUCER = f"{PACKAGE}.Producer"
_RUNTIME = (
    "LocalStorage", "Database", "ClientSideDatabase", "Roles", "Client", "Server", "ServerCall", "ClientVariables",
    "SiteProperties",
)  # fmt: skip
_OWNERS = {
    ActionKind.SERVER: "ServerActions",
    ActionKind.SERVICE: "ServiceActions",
    ActionKind.CLIENT: "ClientActions",
    ActionKind.SCREEN: "Screens",
    ActionKind.DATA: "DataActions",
}
_ON_SERVER = (ActionKind.SERVER, ActionKind.SERVICE, ActionKind.DATA)
_REMOTE = (TargetKind.SERVER_ACTION, TargetKind.SERVICE_ACTION)


def imports_of(module: OutSystemsModule) -> tuple[Import, ...]:
    """The runtime and the producer modules."""
    names = (*_RUNTIME, *_producers(module))
    return tuple(Import(f"{PACKAGE}.{name}", None, WHOLE_FILE) for name in dict.fromkeys(names))


def producer_types(module: OutSystemsModule, places: Places) -> Iterator[TypeDecl]:
    """A type for each producer, so that its actions can be modelled one by one or for any producer."""
    for name, place in _producers(module).items():
        span = places.span(place)
        yield TypeDecl(name, f"{PACKAGE}.{name}", "object", span, span, (PRODUCER,))


def _producers(module: OutSystemsModule) -> dict[str, Place]:
    """The modules that this one refers to or calls, with a place where it does."""
    found = {reference.name: reference.place for reference in module.references}
    for action in module.actions:
        for target in action.calls():
            if target.module is not None and target.module != module.name:
                found.setdefault(target.module, action.place)
    return found


def collection_types(module: OutSystemsModule, span: Span) -> Iterator[TypeDecl]:
    """The types that own the functions."""
    for owner in dict.fromkeys(_owner(module, action) for action in module.actions):
        yield TypeDecl(owner.rpartition(".")[2], owner, "object", span, span)


def functions_of(module: OutSystemsModule, places: Places) -> Iterator[Function]:
    """All actions that have a flow."""
    callers = _Callers(module)
    for action in module.actions:
        if action.nodes:
            yield _FunctionMaker(module, action, places, callers).make()


def _owner(module: OutSystemsModule, action: Action) -> str:
    return f"{module.name}.{_OWNERS[action.kind]}" if module.name else _OWNERS[action.kind]


class _Callers:
    """Which server actions the client calls, and which of them only after it has asked its form."""

    def __init__(self, module: OutSystemsModule) -> None:
        self.called: set[str] = set()
        self.after_form: set[str] = set()
        for action in module.actions:
            if action.kind in _ON_SERVER:
                continue
            names = {target.name for target in action.calls() if target.kind in _REMOTE and target.module is None}
            self.called |= names
            if action.follows_form():
                self.after_form |= names


class _FunctionMaker:
    """Lowers one action."""

    def __init__(self, module: OutSystemsModule, action: Action, places: Places, callers: _Callers) -> None:
        self._module = module
        self._action = action
        self._places = places
        self._callers = callers
        self._on_server = action.kind in _ON_SERVER
        self._entities = {entity.name: entity for entity in module.entities}
        for reference in module.references:
            for entity in reference.entities:
                self._entities.setdefault(entity.name, entity)
        self._targets = {target.name: target for target in action.calls()}

    def make(self) -> Function:
        """The function."""
        action, span = self._action, self._places.span(self._action.place)
        owner = _owner(self._module, action)
        records = frozenset(name for name, entity in self._entities.items() if entity.kind is EntityKind.CLIENT)
        return Function(
            name=action.name,
            qualified=f"{owner}.{action.name}",
            owner=owner,
            span=span,
            name_span=span,
            parameters=tuple(Parameter(item.name, item.data_type, span) for item in action.inputs),
            annotations=tuple(Annotation(name, span) for name in self._annotations()),
            modifiers=("static",),
            body=lower_flow(action, self._places, Lowered(self.call, self.called_in_text, records)),
        )

    def _annotations(self) -> Iterator[str]:
        name, kind = self._action.name, self._action.kind
        called = name in self._callers.called or self._action.is_called_by_client
        if kind is ActionKind.DATA or (kind is ActionKind.SERVER and called):
            yield ENDPOINT
        if kind is ActionKind.SERVER and (name in self._callers.after_form or self._action.is_validated_by_form):
            yield FORM_ENDPOINT

    def called_in_text(self, name: str, arguments: tuple[Argument, ...], span: Span) -> Expression:
        """A call inside an expression: of a function or action of that name, or of a role's check."""
        target = self._targets.get(name)
        if target is not None:
            return self.call(target, arguments, span)
        if name.startswith("Check") and name.endswith("Role"):
            role = name.removeprefix("Check").removesuffix("Role")
            return self.call(Target(TargetKind.ROLE_ACTION, "CheckRole", owner=role), arguments, span)
        return self.call(Target(TargetKind.FUNCTION, name), arguments, span)

    def call(self, target: Target, arguments: tuple[Argument, ...], span: Span) -> Expression:
        """The call of a target."""
        match target.kind:
            case TargetKind.ENTITY_ACTION | TargetKind.LOCAL_STORAGE_ACTION:
                return self._entity_action(target, arguments, span)
            case TargetKind.ROLE_ACTION:
                role = Argument(Literal(span, "string", target.owner or ""), "Role")
                return _call(span, "Roles", "CheckRole", (role, *arguments))
            case TargetKind.FUNCTION:
                return _call(span, "Server" if self._on_server else "Client", target.name, arguments)
        if target.kind in _REMOTE and not self._on_server:
            action = Argument(Literal(span, "string", target.name), "Action")
            return _call(span, "ServerCall", "Send", (*arguments, action))
        if target.module is not None and target.module != self._module.name:
            return _call(span, target.module, target.name, arguments)
        return _call(span, self._own_collection(target), target.name, arguments)

    def _own_collection(self, target: Target) -> str:
        if target.kind in _REMOTE:
            return "ServiceActions" if target.kind is TargetKind.SERVICE_ACTION else "ServerActions"
        return "Screens" if target.kind is TargetKind.SCREEN_ACTION else "ClientActions"

    def _entity_action(self, target: Target, arguments: tuple[Argument, ...], span: Span) -> Expression:
        entity = self._entities.get(target.owner or "")
        name = target.name.removesuffix(target.owner or "\0")
        more = [Argument(Literal(span, "string", target.owner or ""), "Entity")]
        owner = _owning_attribute(entity) if entity is not None else None
        if owner is not None:
            more.append(Argument(Literal(span, "string", owner), "Owner"))
        local = entity.kind is EntityKind.CLIENT if entity is not None else not self._on_server
        if local or target.kind is TargetKind.LOCAL_STORAGE_ACTION:
            store = "LocalStorage"
        else:
            store = "Database" if self._on_server else "ClientSideDatabase"
        return _call(span, store, name, (*arguments, *more))


def _owning_attribute(entity: Entity) -> str | None:
    """The attributes that refer to a user, joined; ``None`` when none does."""
    names = [item.name for item in entity.attributes if item.data_type == f"User{IDENTIFIER_SUFFIX}"]
    return " ".join(names) or None


def _call(span: Span, receiver: str, name: str, arguments: tuple[Argument, ...]) -> Call:
    return Call(span, Member(span, Name(span, receiver), name), arguments)
