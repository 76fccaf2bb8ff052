"""From the graph of a flow to nested statements.

A node with one way on is a statement; an If or Switch becomes nested branches that end where they meet again; a cycle
is a loop body. A node is lowered once in every region that leads to it, up to a bound on the statements of a flow, so
that a jump back ends a region instead of repeating it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from secure_lint.formats.outsystems.flow_model import Action, FlowNode, Target, TargetKind
from secure_lint.formats.outsystems.flow_model import Expression as Text
from secure_lint.formats.outsystems.lowering.expression_text import dotted_name, parse_expression
from secure_lint.formats.outsystems.lowering.listing import Places
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    If,
    Literal,
    Loop,
    Member,
    Name,
    Operator,
    Return,
    Statement,
)
from secure_lint.model.span import Span

MOST_STATEMENTS = 3_000
DEEPEST_BRANCHES = 40
_REFUSING = ("RaiseError",)
_ONWARD = ("Sequence", "Otherwise")
_VARIABLES = {"Client": "ClientVariables", "Site": "SiteProperties", "Settings": "SiteProperties"}
_CONDITIONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "like", "in", "&&", "||", "!"})
_BRANCHES = ("True", "Condition", "False", "Otherwise")


class Lowered(msgspec.Struct, frozen=True):
    """How the parts of an action are lowered.

    ``call`` makes the call of a node's target, ``call_in_text`` that of a name in an expression. ``records`` are the
    names of the records whose members are followed wherever they are nested.
    """

    call: Callable[[Target, tuple[Argument, ...], Span], Expression]
    call_in_text: Callable[[str, tuple[Argument, ...], Span], Expression]
    records: frozenset[str]


def lower_flow(action: Action, places: Places, lowered: Lowered) -> Block:
    """The body of an action."""
    return _FlowLowering(action, places, lowered).body()


class _FlowLowering:
    def __init__(self, action: Action, places: Places, lowered: Lowered) -> None:
        self._action = action
        self._places = places
        self._lowered = lowered
        self._nodes = {node.key: node for node in action.nodes}
        self._left = MOST_STATEMENTS

    def body(self) -> Block:
        """Declarations of the variables, then the flow from its start; a flow without one in the order of its nodes."""
        span = self._places.span(self._action.place)
        declared: list[Statement] = [
            Assign(span, Name(span, item.name), None, item.data_type, declares=True)
            for item in (*self._action.locals, *self._action.outputs)
        ]
        start = next((node for node in self._action.nodes if node.kind == "Start"), None)
        if start is None:
            found = [statement for node in self._action.nodes for statement in self._statements(node)]
        else:
            found = list(self._region(start.key, None, frozenset(), 0))
        return Block(span, (*declared, *found))

    def _region(self, key: str | None, end: str | None, above: frozenset[str], depth: int) -> Iterator[Statement]:
        """The statements from a node up to ``end``, to a node of a region around, or to the end of the flow."""
        seen = set(above)
        while key is not None and key != end and key not in seen and self._left > 0:
            node = self._nodes.get(key)
            if node is None:
                return
            seen.add(key)
            self._left -= 1
            if node.kind in {"If", "Switch"} and depth < DEEPEST_BRANCHES:
                meeting = self._meeting(node)
                yield self._branches(node, meeting, frozenset(seen), depth)
                key = meeting
                continue
            if node.kind == "ForEach":
                cycle = next((link.to for link in node.links if link.kind == "Cycle"), None)
                body = tuple(self._region(cycle, key, frozenset(seen), depth + 1)) if depth < DEEPEST_BRANCHES else ()
                span = self._places.span(node.place)
                yield Loop(span, Block(span, body))
            yield from self._statements(node)
            if node.kind in {"End", *_REFUSING}:
                return
            key = next((link.to for link in node.links if link.kind in _ONWARD), None)

    def _branches(self, node: FlowNode, meeting: str | None, seen: frozenset[str], depth: int) -> If:
        span = self._places.span(node.place)
        links = [link for link in node.links if link.kind in _BRANCHES]
        links.sort(key=lambda link: _BRANCHES.index(link.kind))
        conditions = [self._expression(item, span) for item in node.conditions] or [Name(span, "condition")]
        blocks = [Block(span, tuple(self._region(link.to, meeting, seen, depth + 1))) for link in links]
        otherwise = blocks.pop() if len(blocks) > 1 and len(blocks) > len(conditions) else None
        found: If | None = None
        for number in range(len(blocks) - 1, -1, -1):
            condition = conditions[min(number, len(conditions) - 1)]
            if otherwise is None and links[number].kind == "False":
                condition = Operator(span, "!", (condition,))
            found = If(span, condition, blocks[number], otherwise)
            otherwise = Block(span, (found,))
        return found if found is not None else If(span, conditions[0], Block(span))

    def _meeting(self, node: FlowNode) -> str | None:
        """The first node that all branches of a node reach, which is where they meet again."""
        reached = [self._reachable(link.to) for link in node.links]
        if len(reached) < 2:
            return None
        common = set(reached[0]).intersection(*reached[1:])
        common.discard(node.key)
        return next((key for key in reached[0] if key in common), None)

    def _reachable(self, key: str) -> list[str]:
        """The nodes that can be reached from one, nearest first."""
        found, queue = [key], [key]
        while queue:
            node = self._nodes.get(queue.pop(0))
            for link in node.links if node is not None else ():
                if link.to not in found:
                    found.append(link.to)
                    queue.append(link.to)
        return found

    def _statements(self, node: FlowNode) -> Iterator[Statement]:
        """What the node itself does."""
        span = self._places.span(node.place)
        for item in node.assignments:
            yield Assign(span, self._target(item.target, span), self._expression(item.value, span))
        if node.sources:
            yield Assign(span, Name(span, node.name), self._query(node, span))
        elif node.target is not None:
            arguments = tuple(
                Argument(self._expression(item.value, span), item.name or None) for item in node.arguments
            )
            called = self._lowered.call(node.target, arguments, span)
            yield Assign(span, Name(span, node.name or _result_name(node.target)), called)
        elif node.kind in _REFUSING:
            yield Evaluate(span, Operator(span, "throw", ()))
        elif node.kind == "End":
            yield Return(span)

    def _query(self, node: FlowNode, span: Span) -> Expression:
        """An aggregate: what its filters compare is what it looks for."""
        filters = (self._expression(item, span) for item in node.conditions)
        arguments = [Argument(Operator(span, "filter", tuple(_compared(item)))) for item in filters]
        target = Target(TargetKind.ENTITY_ACTION, "Query", owner=node.sources[0])
        return self._lowered.call(target, tuple(arguments), span)

    def _expression(self, text: Text, span: Span) -> Expression:
        parsed = parse_expression(text.text, span, self._lowered.call_in_text)
        return self._typed(parsed)

    @staticmethod
    def _variable(collection: str, expression: Member) -> Expression:
        """``Client.Token``: a look-up among the client variables, whose place and keeping a model knows."""
        span = expression.span
        name = Argument(Literal(span, "string", expression.name))
        return Call(span, Member(span, Name(span, collection), "Get"), (name,))

    def _target(self, text: str, span: Span) -> Expression:
        target = self._typed(dotted_name(text, span))
        if isinstance(target, Call):
            return Name(span, text)
        if isinstance(target, Member) and isinstance(target.receiver, Member):
            # The record that an attribute is assigned to is called after its entity.
            inner = target.receiver
            return Member(span, Cast(span, inner, inner.name), target.name)
        return target

    def _typed(self, expression: Expression) -> Expression:
        """``Patient.LocalPatient.Ssn``, where ``LocalPatient`` is a record: a member of that type."""
        if isinstance(expression, Operator):
            return Operator(expression.span, expression.operator, tuple(map(self._typed, expression.operands)))
        if isinstance(expression, Conditional):
            parts = map(self._typed, (expression.condition, expression.then, expression.otherwise))
            return Conditional(expression.span, *parts)
        if isinstance(expression, Call):
            arguments = tuple(
                Argument(self._typed(item.value), item.name, item.spread) for item in expression.arguments
            )
            return Call(expression.span, expression.callee, arguments)
        if not isinstance(expression, Member):
            return expression
        if isinstance(expression.receiver, Name) and expression.receiver.identifier in _VARIABLES:
            return self._variable(_VARIABLES[expression.receiver.identifier], expression)
        receiver = self._typed(expression.receiver)
        if isinstance(receiver, Member) and receiver.name in self._lowered.records:
            receiver = Cast(receiver.span, receiver, receiver.name)
        return Member(expression.span, receiver, expression.name)


def _compared(condition: Expression) -> Iterator[Expression]:
    """The values that a condition compares."""
    if isinstance(condition, Operator) and condition.operator in _CONDITIONS:
        for operand in condition.operands:
            yield from _compared(operand)
    else:
        yield condition


def _result_name(target: Target) -> str:
    """The name of the results of a call that has none of its own: ``CreateOrUpdatePatient``."""
    return f"{target.name}{target.owner or ''}" if target.kind is TargetKind.ENTITY_ACTION else target.name
