"""The fix ``replace-value``: another value in the place of the guilty one."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from secure_lint.fixes.python.roles import Role, role_of, string_value
from secure_lint.fixes.python.syntax import PythonFile, last_name
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix, Replacement
from secure_lint.model.span import Span

_BUILT_IN = ("True", "False", "None")


def replace_value(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    """The fix at the constant of the finding, or at the arguments of the guilty call when no constant is known."""
    if finding.constant is None:
        return _arguments(file, finding, entry)
    for node in file.nodes_at(finding.constant.span):
        replacement = _replacement(file, node, entry)
        if replacement is None:
            continue
        parent = file.parent(node)
        value = parent if isinstance(parent, cst.Attribute) and parent.attr is node else node
        role = role_of(file, value, finding)
        if role is not None and _is_meant(role, entry):
            safe = role.guilty and _is_made_so(file, value, role, entry)
            needs = tuple(_left(file, value, role, entry))
            return Fix(file.source.path, entry.does, safe, (replacement,), needs)
    return None


def _arguments(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    call = file.call_at(finding.location.span)
    named = [] if call is None else [one for one in call.args if one.keyword and one.keyword.value in entry.named]
    found = [_replacement(file, argument.value, entry) for argument in named]
    replacements = tuple(one for one in found if one is not None)
    return Fix(file.source.path, entry.does, safe=True, replacements=replacements) if replacements else None


def _replacement(file: PythonFile, node: cst.CSTNode, entry: AutomaticFix) -> Replacement | None:
    if isinstance(node, cst.SimpleString):
        wanted = entry.values.get(string_value(node) or "")
        text = None if wanted is None else f"{node.prefix}{node.quote}{wanted}{node.quote}"
    elif isinstance(node, cst.Name) and (node.value in _BUILT_IN or isinstance(file.parent(node), cst.Attribute)):
        # Another bare name would have to be imported.
        text = entry.values.get(node.value)
    else:
        text = None
    return None if text is None else Replacement(file.span(node), text)


def _is_meant(role: Role, entry: AutomaticFix) -> bool:
    """Whether the role is one of the entry's; a value elsewhere must be called so at least in part."""
    if role.guilty:
        return role.name in entry.named
    return any(name.lower() in role.name.lower() for name in entry.named)


def _is_made_so(file: PythonFile, value: cst.CSTNode, role: Role, entry: AutomaticFix) -> bool:
    """Whether the object that gets the attribute is made as the entry asks, wherever it is made."""
    if not entry.made_by:
        return True
    made = [one for target, one in _assignments(file, value) if target == role.holder and file.text(one) != "None"]
    return bool(made) and all(
        isinstance(one, cst.Call) and not one.args and file.text(last_name(one.func)) in entry.made_by for one in made
    )


def _left(file: PythonFile, value: cst.CSTNode, role: Role, entry: AutomaticFix) -> Iterator[Span]:
    """The places that keep a value with which the new one does not go together."""
    for name, kept in entry.unless_left.items():
        for target, assigned in _assignments(file, value):
            last = last_name(assigned)
            if target == f"{role.holder}.{name}" and file.text(last) == kept:
                yield file.span(last)


def _assignments(file: PythonFile, node: cst.CSTNode) -> Iterator[tuple[str, cst.BaseExpression]]:
    """What is assigned in the function around a node: the source of the target, and the value."""
    for one in file.descendants(file.scope(node)):
        if isinstance(one, cst.Assign):
            for target in one.targets:
                yield file.text(target.target), one.value
        elif isinstance(one, cst.AnnAssign) and one.value is not None:
            yield file.text(one.target), one.value
