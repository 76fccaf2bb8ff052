"""Actions and their flows: what runs, in which order, with which values."""

from __future__ import annotations

import enum

import msgspec

from secure_lint.formats.outsystems.place import Place

FORM_IS_VALID = ".Valid"
"""The property by which a flow asks whether the inputs of a form are valid."""


class ActionKind(enum.Enum):
    """Where an action runs and who can call it."""

    SERVER = "server"
    SERVICE = "service"
    """A Service Action: callable from other applications."""
    CLIENT = "client"
    SCREEN = "screen"
    """A client action of a screen or block."""
    DATA = "data"
    """A data action of a screen: runs on the server, called by the screen."""


class TargetKind(enum.Enum):
    """What a call runs."""

    ENTITY_ACTION = "entity-action"
    LOCAL_STORAGE_ACTION = "local-storage-action"
    """An entity action that is known to run on Local Storage, where the form of the module says so."""
    ROLE_ACTION = "role-action"
    SERVER_ACTION = "server-action"
    SERVICE_ACTION = "service-action"
    CLIENT_ACTION = "client-action"
    SCREEN_ACTION = "screen-action"
    REST_METHOD = "rest-method"
    FUNCTION = "function"
    """Built in, such as ``GetUserId``."""
    OTHER = "other"


class Target(msgspec.Struct, frozen=True):
    """What a call runs.

    ``owner`` is the entity of an entity action (``CreateOrUpdate``), the role of a role action (``CheckRole``), the API
    of a REST method; ``module`` the producer of an action of another module.
    """

    kind: TargetKind
    name: str
    owner: str | None = None
    module: str | None = None


class Expression(msgspec.Struct, frozen=True):
    """An expression as text, with what it reads and calls.

    ``names`` are dotted (``Customer.Email``), ``literals`` the texts in it.
    """

    text: str
    names: tuple[str, ...] = ()
    calls: tuple[Target, ...] = ()
    literals: tuple[str, ...] = ()


class Parameter(msgspec.Struct, frozen=True):
    """An input, output or local variable of an action."""

    name: str
    data_type: str
    is_mandatory: bool = False


class Argument(msgspec.Struct, frozen=True):
    """The value of an input parameter in a call."""

    name: str
    value: Expression


class Assignment(msgspec.Struct, frozen=True):
    """An assignment; ``target`` is a dotted name."""

    target: str
    value: Expression


class Link(msgspec.Struct, frozen=True):
    """An edge of the flow: ``Sequence``, ``True``, ``False``, ``Cycle``, ``Condition``, ``Otherwise``."""

    kind: str
    to: str


class FlowNode(msgspec.Struct, frozen=True):
    """A node of a flow.

    ``kind`` is the platform's word: ``ExecuteAction``, ``ExecuteClientAction``, ``If``, ``Switch``, ``Assign``,
    ``DataSet`` (an aggregate), ``AdvancedQuery``, ``JavascriptNode``, ``RaiseError``, ``ForEach``, ``Start``, ``End``.
    ``conditions`` are those of an If or Switch and the filters of an aggregate, ``sources`` the entities an aggregate
    reads, ``code`` JavaScript or SQL.
    """

    key: str
    kind: str
    name: str
    place: Place
    links: tuple[Link, ...] = ()
    target: Target | None = None
    arguments: tuple[Argument, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    conditions: tuple[Expression, ...] = ()
    sources: tuple[str, ...] = ()
    code: str = ""


class Action(msgspec.Struct, frozen=True):
    """An action with its flow; ``owner`` is the screen or block of a screen or data action.

    ``is_called_by_client`` where a description says so; in other forms the callers show it. ``is_validated_by_form``
    when a form has validated the inputs before: the widgets tell it of screen actions, a description of server actions.
    """

    name: str
    kind: ActionKind
    place: Place
    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()
    locals: tuple[Parameter, ...] = ()
    nodes: tuple[FlowNode, ...] = ()
    owner: str | None = None
    is_public: bool = False
    is_called_by_client: bool = False
    is_validated_by_form: bool = False
    is_function: bool = False
    description: str = ""

    def follows_form(self) -> bool:
        """Whether it runs on values that a form has validated: it asks the form, or a widget validates it first."""
        names = (name for node in self.nodes for one in node.conditions for name in one.names)
        return self.is_validated_by_form or any(name.endswith(FORM_IS_VALID) for name in names)

    def calls(self) -> tuple[Target, ...]:
        """What the flow runs: calls of its nodes and in its expressions, in no particular order."""
        found: list[Target] = []
        for node in self.nodes:
            found += [node.target] if node.target else []
            expressions = [argument.value for argument in node.arguments]
            expressions += [assignment.value for assignment in node.assignments]
            for expression in (*expressions, *node.conditions):
                found += expression.calls
        return tuple(found)
