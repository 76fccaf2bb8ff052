"""The fix ``replace-scheme`` in Python: it is safe where nothing looks at the scheme."""

from __future__ import annotations

import libcst as cst

from secure_lint.fixes.python.roles import role_of
from secure_lint.fixes.python.syntax import PythonFile, last_name
from secure_lint.fixes.scheme import scheme_replacement
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix

_LOOKING = frozenset(
    (
        "startswith", "endswith", "find", "rfind", "index", "rindex", "count", "replace", "split", "rsplit",
        "partition", "rpartition", "removeprefix", "strip", "lstrip", "match", "fullmatch", "search", "findall",
        "sub", "urlparse", "urlsplit",
    )
)  # fmt: skip
"""Functions that look at a text, or into it."""
_TEXTS = (cst.FormattedString, cst.ConcatenatedString, cst.BinaryOperation, cst.Call)


def replace_scheme(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    """The fix at the literal that is the finding's constant, unless its text or its name is compared in the file.

    Safe in the guilty call itself, and where a name in the same file keeps the address.
    """
    if finding.constant is None:
        return None
    replacement = scheme_replacement(file.source, finding.constant.span, entry)
    literals = (cst.SimpleString, cst.FormattedStringText)
    literal = next((one for one in file.nodes_at(finding.constant.span) if isinstance(one, literals)), None)
    if replacement is None or literal is None or _is_looked_at(file, literal):
        return None
    value = _whole(file, literal)
    role = role_of(file, value, finding)
    kept = role is not None and isinstance(file.parent(value), cst.Assign | cst.AnnAssign)
    if role is not None and kept and _name_is_looked_at(file, role.name):
        return None
    here = finding.location.path == file.source.path
    safe = here and role is not None and (role.guilty or kept)
    return Fix(file.source.path, entry.does, safe, (replacement,))


def _whole(file: PythonFile, literal: cst.CSTNode) -> cst.CSTNode:
    """The text that a literal begins: with what is added to it, or formatted into it."""
    whole = literal
    for around in file.ancestors(literal):
        formatted = isinstance(around, cst.Attribute) and around.attr.value == "format"
        if isinstance(around, cst.Call) and file.text(last_name(around.func)) != "format":
            break
        if not formatted and not isinstance(around, _TEXTS):
            break
        whole = around
    return whole


def _name_is_looked_at(file: PythonFile, name: str) -> bool:
    return any(
        _is_looked_at(file, node)
        for node in file.descendants(file.module)
        if isinstance(node, cst.Name) and node.value == name
    )


def _is_looked_at(file: PythonFile, node: cst.CSTNode) -> bool:
    """Whether a value is compared, or handed to or asked for what looks into it; what calls make of it is another."""
    argument: cst.CSTNode | None = None
    below = node
    for around in file.ancestors(node):
        if isinstance(around, cst.Comparison | cst.ComparisonTarget | cst.Subscript | cst.MatchValue):
            return True
        if isinstance(around, cst.DictElement) and below is around.key:
            return True
        if isinstance(around, cst.Call):
            if file.text(last_name(around.func)) in _LOOKING:
                return True
            if argument is not None:
                return False
        if isinstance(around, cst.BaseStatement | cst.BaseSmallStatement):
            return False
        argument = around if isinstance(around, cst.Arg) else None
        below = around
    return False
