"""The fix ``explicit-fields``: a list of the fields in the place of all of them, or of all but some."""

from __future__ import annotations

import libcst as cst

from secure_lint.fixes.python.classes import assigned_calls, assigned_values, declared_fields, makes_field
from secure_lint.fixes.python.roles import string_value
from secure_lint.fixes.python.syntax import PythonFile, last_name
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix, Replacement

_LONGEST_LINE = 100
_INDENT = "    "


def explicit_fields(file: PythonFile, finding: Finding, entry: AutomaticFix) -> Fix | None:
    """The fix in the options of the class at the finding, when the fields of its model are known in the tree."""
    listed, left_out, model = entry.named
    for outer, options in _classes_with_options(file, finding):
        values = dict(assigned_values(options))
        model_name = values.get(model)
        wanted = values.get(left_out) or values.get(listed)
        if options.bases or model_name is None or wanted is None:
            continue
        excluded = _strings(wanted) if left_out in values else None
        if left_out not in values and string_value(wanted) != entry.matches:
            continue
        if left_out in values and (excluded is None or listed in values):
            continue
        known = declared_fields(file, file.text(model_name), entry)
        statement = file.parent(wanted)
        if known is None or not isinstance(statement, cst.Assign):
            continue
        calls = list(assigned_calls(outer))
        own = [name for name, call in calls if makes_field(file, call, entry)]
        names = [one for one in dict.fromkeys((*known.names, *own)) if one not in (excluded or ())]
        ends = all(file.text(last_name(one.value)) in entry.values for one in outer.bases)
        safe = known.sure and ends and len(own) == len(calls)
        replacement = _listing(file, statement, listed, names)
        return Fix(file.source.path, entry.does, safe, (replacement,))
    return None


def _classes_with_options(file: PythonFile, finding: Finding) -> list[tuple[cst.ClassDef, cst.ClassDef]]:
    """Classes with a class in them, around the finding, the innermost first."""
    line = finding.location.span.start_line
    found = []
    for node in file.nodes_of(cst.ClassDef):
        outer = next((one for one in file.ancestors(node) if isinstance(one, cst.ClassDef)), None)
        if isinstance(node, cst.ClassDef) and outer is not None:
            span = file.span(outer)
            if span.start_line <= line <= span.end_line:
                found.append((outer, node))
    return sorted(found, key=lambda pair: -file.start(pair[0]))


def _strings(value: cst.BaseExpression) -> list[str] | None:
    if not isinstance(value, cst.Tuple | cst.List):
        return None
    found = [string_value(one.value) for one in value.elements]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


def _listing(file: PythonFile, statement: cst.Assign, name: str, fields: list[str]) -> Replacement:
    """The assignment of the list, in several lines where one would be too long, with the file's own line ends."""
    span = file.span(statement)
    quoted = [f'"{one}"' for one in fields]
    text = f"{name} = [{', '.join(quoted)}]"
    if span.start_column + len(text) > _LONGEST_LINE:
        end, indent = file.module.default_newline, " " * (span.start_column - 1)
        lines = "".join(f"{indent}{_INDENT}{one},{end}" for one in quoted)
        text = f"{name} = [{end}{lines}{indent}]"
    return Replacement(span, text)
