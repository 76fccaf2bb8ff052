"""Expressions of a module: a tree of calls, operations, names and literals."""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import Expression, Target, TargetKind
from secure_lint.formats.outsystems.oml.tree import ModuleIndex, attribute, child, child_elements, parse_reference, tag

_OPERATORS = {
    "Plus": "+",
    "Minus": "-",
    "Times": "*",
    "Divide": "/",
    "Eq": "=",
    "NEq": "<>",
    "LT": "<",
    "LE": "<=",
    "GT": ">",
    "GE": ">=",
    "And": "and",
    "Or": "or",
    "Not": "not",
    "Like": "like",
    "In": "in",
}
_TARGET_KINDS = {
    "Flows.UserAction": TargetKind.SERVER_ACTION,
    "Flows.UserActionInsideFolder": TargetKind.SERVER_ACTION,
    "ReferenceAction": TargetKind.SERVER_ACTION,
    "Flows.ServiceAPIMethod": TargetKind.SERVICE_ACTION,
    "ReferenceServiceAPIMethod": TargetKind.SERVICE_ACTION,
    "NRFlows.ClientActionFlow": TargetKind.CLIENT_ACTION,
    "NRFlows.ClientActionFlowInsideFolder": TargetKind.CLIENT_ACTION,
    "ReferenceClientAction": TargetKind.CLIENT_ACTION,
    "NRFlows.ClientScreenActionFlow": TargetKind.SCREEN_ACTION,
    "Flows.WebScreenAction": TargetKind.SCREEN_ACTION,
}
_VALUES = ("Integer", "Decimal", "Boolean", "Date", "Time", "DateTime")
_EXPRESSION_TAGS = ("ParsedExpression", "RecordLiteralExpression", "ListLiteralExpression")
_NOTHING = Expression("")


def target_of(reference: str, index: ModuleIndex) -> Target | None:
    """What a call's reference runs; ``None`` when there is no reference."""
    parsed = parse_reference(reference)
    if not parsed.tag:
        return None
    collection, _, operation = parsed.tag.partition(".")
    if collection in {"EntityActions", "RoleActions"}:
        return _part_action(collection, operation, parsed.keys, index)
    name = index.name_of(reference)
    owner = _owner(parsed.keys[1:], index)
    if parsed.tag.startswith("CustomAction-"):
        return Target(TargetKind.REST_METHOD, name, owner=owner)
    kind = _TARGET_KINDS.get(parsed.tag, TargetKind.OTHER)
    return Target(kind, name, module=owner if parsed.tag.startswith("Reference") else None)


def _part_action(collection: str, operation: str, keys: tuple[str, ...], index: ModuleIndex) -> Target:
    """An action that an entity or role brings with it."""
    kind, suffix = TargetKind.ROLE_ACTION, ""
    if collection == "EntityActions":
        kind, suffix = TargetKind.ENTITY_ACTION, "Entity"
    name = operation.removesuffix(suffix) if suffix else operation.removesuffix("ClientSide")
    return Target(kind, name, owner=_owner(keys[1:], index), module=_owner(keys[2:], index))


def _owner(keys: tuple[str, ...], index: ModuleIndex) -> str | None:
    named = index.named(keys[0]) if keys else None
    return named.name if named else None


def read_expression(holder: Element | None, index: ModuleIndex) -> Expression:
    """The expression in an element such as ``Condition`` or ``Value``; an empty one when there is none."""
    for item in child_elements(holder) if holder is not None else ():
        if tag(item) in _EXPRESSION_TAGS:
            return _ExpressionReader(index).read(item)
    return _unparsed(holder)


def plain_value(holder: Element | None, index: ModuleIndex) -> str | None:
    """The value of a default: a text without its quotation marks, anything else as written; ``None`` for no value."""
    expression = read_expression(holder, index)
    if len(expression.literals) == 1 and expression.text == _quoted(expression.literals[0]):
        return expression.literals[0]
    return expression.text or None


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def has_expression(holder: Element | None) -> bool:
    """Whether the element holds an expression at all."""
    return holder is not None and any(True for _ in child_elements(holder))


def _unparsed(holder: Element | None) -> Expression:
    broken = child(holder, "NotParsedExpression") if holder is not None else None
    return Expression(attribute(broken, "Text")) if broken is not None else _NOTHING


class _ExpressionReader:
    """Collects the parts of one expression; the decoder bounds the depth of the recursion."""

    def __init__(self, index: ModuleIndex) -> None:
        self._index = index
        self._names: list[str] = []
        self._calls: list[Target] = []
        self._literals: list[str] = []

    def read(self, parsed: Element) -> Expression:
        text = " ".join(filter(None, (self._text(item) for item in child_elements(parsed))))
        return Expression(text, tuple(self._names), tuple(self._calls), tuple(self._literals))

    def _text(self, element: Element) -> str:
        kind = tag(element)
        if kind in {"Identifier", "CompoundIdentifier"}:
            name = self._name(element)
            self._names.append(name)
            return name
        if kind == "Text":
            return self._literal(element)
        if kind in _VALUES:
            return attribute(element, "Value")
        if kind == "Call":
            return self._call(element)
        if kind in {"BinaryOperation", "UnaryOperation"}:
            return self._operation(element)
        return " ".join(filter(None, (self._text(item) for item in child_elements(element))))

    def _literal(self, element: Element) -> str:
        value = attribute(element, "Value")
        if value:
            self._literals.append(value)
        return _quoted(value)

    def _name(self, element: Element) -> str:
        own = self._index.name_of(attribute(element, "Ref")) or attribute(element, "NameRef")
        inner: list[str] = []
        for item in child_elements(element):
            if tag(item) in {"Identifier", "CompoundIdentifier"}:
                inner.append(self._name(item))
            else:
                self._text(item)
        return ".".join(filter(None, (own or attribute(element, "Value"), *inner)))

    def _call(self, element: Element) -> str:
        target = target_of(attribute(element, "Ref"), self._index)
        if target is None:
            target = Target(TargetKind.FUNCTION, attribute(element, "NameRef"))
        self._calls.append(target)
        arguments = ", ".join(self._text(item) for item in child_elements(element) if tag(item) == "Argument")
        name = f"Check{target.owner}Role" if target.kind is TargetKind.ROLE_ACTION else target.name
        return f"{name}({arguments})"

    def _operation(self, element: Element) -> str:
        operator = attribute(element, "Operator")
        operator = _OPERATORS.get(operator, operator)
        operands = [self._text(item) for item in child_elements(element)]
        return f"{operator} {operands[0]}" if len(operands) == 1 else f" {operator} ".join(operands)
