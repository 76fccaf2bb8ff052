"""What a value is in its statement: whose argument, which attribute, which entry."""

from __future__ import annotations

import libcst as cst
import msgspec

from secure_lint.fixes.python.syntax import PythonFile, last_name
from secure_lint.model.finding import Finding


class Role(msgspec.Struct, frozen=True):
    """What a value is: its ``name`` (keyword, key, attribute, variable), and whether it stands in the guilty statement.

    ``holder`` is the source of the object whose attribute it becomes; empty where it becomes none.
    """

    name: str
    guilty: bool
    holder: str = ""


def role_of(file: PythonFile, value: cst.CSTNode, finding: Finding) -> Role | None:
    """The role of a value; ``None`` where it is only a part of what decides."""
    parent = file.parent(value)
    call = file.call_at(finding.location.span) if finding.location.path == file.source.path else None
    if isinstance(parent, cst.Arg):
        guilty = call is not None and file.parent(parent) is call
        return Role(parent.keyword.value if parent.keyword else "", guilty)
    if isinstance(parent, cst.DictElement):
        key = string_value(parent.key) if parent.value is value else None
        guilty = call is not None and any(one is call for one in file.ancestors(parent))
        return None if key is None else Role(key, guilty)
    if isinstance(parent, cst.Param):
        return Role(parent.name.value, guilty=False)
    if isinstance(parent, cst.AnnAssign):
        return _of_target(file, parent.target, finding)
    if isinstance(parent, cst.Assign) and len(parent.targets) == 1:
        return _of_target(file, parent.targets[0].target, finding)
    return None


def string_value(node: cst.BaseExpression) -> str | None:
    """The value of a string literal; ``None`` for anything else."""
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return value if isinstance(value, str) else None


def _of_target(file: PythonFile, target: cst.BaseExpression, finding: Finding) -> Role | None:
    if isinstance(target, cst.Name):
        return Role(target.value, guilty=False)
    if isinstance(target, cst.Attribute):
        here = finding.location.path == file.source.path
        guilty = here and file.span(last_name(target)) == finding.location.span
        return Role(target.attr.value, guilty, file.text(target.value))
    if isinstance(target, cst.Subscript) and len(target.slice) == 1:
        index = target.slice[0].slice
        key = string_value(index.value) if isinstance(index, cst.Index) else None
        return None if key is None else Role(key, guilty=False)
    return None
