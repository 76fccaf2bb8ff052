"""The fix ``read-validated``: what a validator has accepted in the place of what the client has sent."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from secure_lint.fixes.python.classes import assigned_calls, find_class, makes_field
from secure_lint.fixes.python.roles import string_value
from secure_lint.fixes.python.syntax import PythonFile
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix, Replacement


def read_validated(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    """The fix at the read of a field, behind the validation by the one validator that was given the same data."""
    for read in _reads(file, finding, entry):
        key = _key(file, read)
        sent = file.text(read)
        validators = [(name, call) for name, call in _made(file, read) if _takes(file, call, sent)]
        if key is None or len(validators) != 1:
            continue
        validator, made = validators[0]
        if not _is_validated(file, read, validator, entry):
            continue
        text = f"{validator}.{entry.values[read.attr.value]}"
        safe = _keeps(file, made, key, entry)
        return Fix(file.source.path, entry.does, safe, (Replacement(file.span(read), text),))
    return None


def _reads(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Iterator[cst.Attribute]:
    """The attributes at the place of the finding that hold what was sent."""
    place = finding.location.span
    for node in file.nodes_of(cst.Attribute):
        if isinstance(node, cst.Attribute) and node.attr.value in entry.values:
            span = file.span(node)
            if place.contains(span) or span.contains(place) or place.contains(file.span(node.attr)):
                yield node


def _key(file: PythonFile, read: cst.Attribute) -> str | None:
    """The field that is read: ``sent["field"]`` or ``sent.get("field")``."""
    parent = file.parent(read)
    if isinstance(parent, cst.Subscript) and parent.value is read and len(parent.slice) == 1:
        index = parent.slice[0].slice
        whole = file.parent(parent)
        written = isinstance(whole, cst.AssignTarget | cst.Del | cst.AugAssign)
        return string_value(index.value) if isinstance(index, cst.Index) and not written else None
    call = file.parent(parent) if isinstance(parent, cst.Attribute) and parent.attr.value == "get" else None
    if isinstance(call, cst.Call) and call.func is parent and call.args and call.args[0].keyword is None:
        return string_value(call.args[0].value)
    return None


def _made(file: PythonFile, node: cst.CSTNode) -> Iterator[tuple[str, cst.Call]]:
    """The variables of the function around a node that are assigned once, and by a call."""
    assigned: dict[str, list[cst.BaseExpression]] = {}
    for one in file.descendants(file.scope(node)):
        if isinstance(one, cst.Assign):
            for target in one.targets:
                assigned.setdefault(file.text(target.target), []).append(one.value)
    for name, values in assigned.items():
        call = values[0]
        if len(values) == 1 and isinstance(call, cst.Call) and name.isidentifier():
            yield name, call


def _takes(file: PythonFile, call: cst.Call, sent: str) -> bool:
    return any(file.text(one.value) == sent for one in call.args)


def _is_validated(file: PythonFile, read: cst.CSTNode, validator: str, entry: AutomaticFix) -> bool:
    """Whether the read is reached only when the validator has accepted: checked around it, or before it with an end."""
    below: cst.CSTNode = read
    for around in file.ancestors(read):
        if isinstance(around, cst.FunctionDef | cst.Lambda):
            return False
        if isinstance(around, cst.If) and below is around.body and _validates(file, around.test, validator, entry):
            return True
        if isinstance(around, cst.IndentedBlock):
            before = around.body[: next((i for i, one in enumerate(around.body) if one is below), 0)]
            if any(_ends_unless_valid(file, one, validator, entry) for one in before):
                return True
        below = around
    return False


def _validates(file: PythonFile, test: cst.BaseExpression, validator: str, entry: AutomaticFix) -> bool:
    return isinstance(test, cst.Call) and file.text(test.func) in {f"{validator}.{one}" for one in entry.named}


def _ends_unless_valid(file: PythonFile, statement: cst.CSTNode, validator: str, entry: AutomaticFix) -> bool:
    """``validate(raise_exception=True)`` on a line of its own, or ``if not validate(): return`` (or ``raise``)."""
    if isinstance(statement, cst.SimpleStatementLine):
        calls = (one.value for one in statement.body if isinstance(one, cst.Expr))
        return any(_validates(file, one, validator, entry) and _raises(file, one) for one in calls)
    if not isinstance(statement, cst.If) or not isinstance(statement.test, cst.UnaryOperation):
        return False
    negated = isinstance(statement.test.operator, cst.Not)
    last = statement.body.body[-1] if statement.body.body else None
    final = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    ends = isinstance(final, cst.Return | cst.Raise)
    return negated and ends and _validates(file, statement.test.expression, validator, entry)


def _raises(file: PythonFile, call: cst.BaseExpression) -> bool:
    return isinstance(call, cst.Call) and any(one.keyword and file.text(one.value) == "True" for one in call.args)


def _keeps(file: PythonFile, made: cst.Call, key: str, entry: AutomaticFix) -> bool:
    """Whether the validator hands the field on under its name, as the kind of value that was sent."""
    found = find_class(file, file.text(made.func))
    if found is None:
        return False
    where, declared = found
    for name, call in assigned_calls(declared):
        if name == key:
            given = {one.keyword.value for one in call.args if one.keyword is not None}
            return makes_field(where, call, entry) and given.isdisjoint(entry.unless_left)
    return False
