"""The fixes ``remove-argument`` and ``replace-function``: changes of the guilty call."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from secure_lint.fixes.python.syntax import PythonFile
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix, Replacement

_COMMA = re.compile(r"\s*,\s*")
_LONGEST_GAP = 200


def remove_argument(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    """The guilty call without the argument that holds the finding's constant."""
    call = file.call_at(finding.location.span)
    if call is None or finding.constant is None:
        return None
    for index, argument in enumerate(call.args):
        named = argument.keyword is not None and argument.keyword.value in entry.named
        if named and any(node is argument.value for node in file.nodes_at(finding.constant.span)):
            start, end = _extent(file, call.args, index)
            if "#" in file.source.text_between(start, end):
                return None
            removal = Replacement(file.source.span(start, end), "")
            return Fix(file.source.path, entry.does, safe=True, replacements=(removal,))
    return None


def replace_function(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    """The guilty call, or the guilty assignment of a function, with another function of the same module."""
    call = file.call_at(finding.location.span)
    if call is not None and any(one.keyword is None or one.keyword.value not in entry.named for one in call.args):
        return None
    function = call.func if call is not None else _assigned(file, finding)
    if not isinstance(function, cst.Attribute) or function.attr.value not in entry.values:
        return None
    replacement = Replacement(file.span(function.attr), entry.values[function.attr.value])
    return Fix(file.source.path, entry.does, safe=True, replacements=(replacement,))


def _assigned(file: PythonFile, finding: Finding) -> cst.BaseExpression | None:
    """What is assigned to the attribute at which the finding stands."""
    for node in file.nodes_at(finding.location.span):
        for around in file.ancestors(node):
            if isinstance(around, cst.Assign):
                return around.value
            if isinstance(around, cst.BaseStatement):
                break
    return None


def _extent(file: PythonFile, arguments: Sequence[cst.Arg], index: int) -> tuple[int, int]:
    """What goes with an argument: with it the comma before it, or the one behind the first."""
    start, end = file.start(arguments[index]), file.end(arguments[index])
    if index > 0:
        return file.end(arguments[index - 1]), end
    if len(arguments) > 1:
        return start, file.start(arguments[1])
    comma = _COMMA.match(file.source.text_between(end, end + _LONGEST_GAP))
    return start, end + (comma.end() if comma is not None else 0)
