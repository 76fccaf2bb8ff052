"""Policies about how functions behave: a verifier that always agrees, a check that can never refuse."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.flow.code.frame import CONDITIONAL
from secure_lint.flow.values.summaries import RECEIVER
from secure_lint.flow.values.value import ELEMENT, Value, all_taints
from secure_lint.judge.context import Analysed, make_finding
from secure_lint.knowledge.policies import FunctionMatch, ImplementationMatch, Policy
from secure_lint.model.finding import Finding
from secure_lint.model.program import (
    Block,
    Call,
    Evaluate,
    Expression,
    Function,
    If,
    Lambda,
    Literal,
    Name,
    Operator,
    Parameter,
    Return,
    Statement,
    Try,
)
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of


def behaves(analysed: Analysed, value: Value, wanted: FunctionMatch) -> bool:
    """Whether a value is a function, or an object of a project type with one method, that behaves so."""
    element = value.member(ELEMENT)
    if element is not None:
        return behaves(analysed, element, wanted)
    if value.closure is not None:
        named = analysed.program.function_of(value.closure.function or "")
        if named is not None:
            return _function_behaves(analysed, named, wanted)
        if wanted.blind:
            node = value.closure.node
            return _is_blind(analysed, node.parameters, node.body)
        return _body_behaves(value.closure.node.body, wanted)
    if value.type is None or value.type not in analysed.program.types:
        return False
    model = analysed.index.type_model(analysed.program, value.type)
    if model is None or model.function is None:
        return False
    functions = analysed.program.method(value.type, model.function)
    return bool(functions) and all(_function_behaves(analysed, function, wanted) for function in functions)


def judge_implementations(analysed: Analysed, policy: Policy, match: ImplementationMatch) -> Iterator[Finding]:
    """The findings of a policy about methods that classes implement."""
    for (owner, _name), functions in _implementations(analysed, match):
        if not all(_all_behave(analysed, owner, other, match) for other in match.beside):
            continue
        for function in functions:
            if _counts(function, match) and _function_behaves(analysed, function, match.function):
                yield _implementation(analysed, policy, function)


def _implementations(
    analysed: Analysed, match: ImplementationMatch
) -> Iterator[tuple[tuple[str, str], list[Function]]]:
    """The functions that a match speaks of, by owner (none outside types) and name, in a fixed order."""
    for (owner, name), functions in sorted(analysed.program.methods.items()):
        if name in match.method and (not match.of or analysed.index.is_a(analysed.program, owner, match.of)):
            yield (owner, name), functions
    if not match.of:
        for name in sorted(set(match.method) & analysed.program.top_level_functions.keys()):
            yield ("", name), analysed.program.top_level_functions[name]


def _counts(function: Function, match: ImplementationMatch) -> bool:
    return not match.parameters or len(function.parameters) in match.parameters


def _all_behave(analysed: Analysed, owner: str, name: str, match: ImplementationMatch) -> bool:
    functions = [one for one in analysed.program.methods.get((owner, name), ()) if _counts(one, match)]
    return bool(functions) and all(_function_behaves(analysed, one, match.function) for one in functions)


def _implementation(analysed: Analysed, policy: Policy, function: Function) -> Finding:
    symbol = analysed.program.describe(function)
    shown = function.name if symbol.startswith("<") else symbol
    location = Location(analysed.program.module_of(function).path, function.name_span)
    return make_finding(policy, location, {"subject": shown, "sink": f"`{shown}`"}, symbol=symbol)


def _function_behaves(analysed: Analysed, function: Function, wanted: FunctionMatch) -> bool:
    if function.body is None:
        return False
    key = analysed.program.key_of(function)
    if wanted.never_throws:
        summary = analysed.summaries.get(key)
        if summary is None or summary.throws:
            return False
    if wanted.hands_back:
        summary = analysed.summaries.get(key)
        if summary is None or summary.calls or not _hands_back(analysed, function, summary.result):
            return False
    events = analysed.events_by_function.get(key, ())
    certain = {one.kind for one in events if {CONDITIONAL, *wanted.unguarded}.isdisjoint(one.guards)}
    if wanted.reaches and not certain & set(wanted.reaches):
        return False
    if any(event.kind in wanted.without for event in events):
        return False
    if wanted.blind:
        return _is_blind(analysed, function.parameters, function.body)
    return (wanted.returns is None and not wanted.empty) or _body_behaves(function.body, wanted)


def _is_blind(analysed: Analysed, parameters: tuple[Parameter, ...], body: Block) -> bool:
    """Whether a function answers with a setting, whatever it is handed.

    What another function answers is not known, and one that asks whether this is a debug build is another matter.
    """
    names = {one.identifier for one in all_of(Name, body)}
    if not parameters or names & {one.name for one in parameters} or names & analysed.index.guards.keys():
        return False
    returned = list(_returned(body, last=True))
    answers = [one for one in returned if one is not None and not _is_literal(one, False)]
    settings = [one for one in answers if not isinstance(one, Literal)]
    switched = bool(settings) or len(answers) < len(returned)
    return bool(answers) and switched and not any(next(all_of(Call, one), None) for one in answers)


def _hands_back(analysed: Analysed, function: Function, result: Value) -> bool:
    """Whether an argument, or the receiver of an extension, is in a result and nothing in there is protected."""
    taints = all_taints(result)
    clearing = analysed.kinds.clearing
    if any(protection.kind in clearing for taint in taints for protection in taint.protections):
        return False
    own = {str(RECEIVER)} if function.receiver is None else set()
    return any(taint.label.kind == "parameter" and taint.label.name not in own for taint in taints)


def _body_behaves(body: Block, wanted: FunctionMatch) -> bool:
    """Whether a body can only return the constant: every return and the last value is that literal."""
    if wanted.empty:
        return all(_is_nothing(one) for one in body.statements)
    if wanted.returns is None:
        return not body.statements
    returned = list(_returned(body, last=True))
    return bool(returned) and all(_is_literal(one, wanted.returns) for one in returned)


def _is_nothing(statement: Statement) -> bool:
    """Whether a statement does nothing and yields nothing: it returns null, or it is null."""
    value = statement.value if isinstance(statement, Return) else None
    if isinstance(statement, Evaluate):
        value = statement.expression
    return isinstance(statement, Return | Evaluate) and (
        value is None or (isinstance(value, Literal) and value.value is None)
    )


def _is_literal(node: Expression | None, value: str | int | bool) -> bool:
    return isinstance(node, Literal) and type(node.value) is type(value) and node.value == value


def _returned(block: Block, *, last: bool) -> Iterator[Expression | None]:
    for index, statement in enumerate(block.statements):
        yield from _returned_by(statement, last=last and index == len(block.statements) - 1)


def _returned_by(statement: Statement, *, last: bool) -> Iterator[Expression | None]:
    if isinstance(statement, Return):
        yield statement.value
    elif isinstance(statement, Evaluate):
        thrown = isinstance(statement.expression, Operator) and statement.expression.operator == "throw"
        if thrown:
            yield None
        elif last and not isinstance(statement.expression, Lambda):
            yield statement.expression
    elif isinstance(statement, If):
        yield from _returned(statement.then, last=last)
        if statement.otherwise is not None:
            yield from _returned(statement.otherwise, last=last)
    elif isinstance(statement, Try):
        yield from _returned(statement.body, last=last)
        for handler in statement.handlers:
            yield from _returned(handler.body, last=last)
    elif isinstance(statement, Block):
        yield from _returned(statement, last=last)
