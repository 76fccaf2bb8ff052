"""Classes of the scanned tree: where one is, and which fields it declares."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

import libcst as cst
import msgspec

from secure_lint.fixes.python.syntax import PythonFile, last_name
from secure_lint.knowledge.fixes import AutomaticFix

_DEEPEST_INHERITANCE = 8
_LONGEST_IMPORT = 5
"""So many modules may hand a class on by importing it."""


class DeclaredFields(msgspec.Struct, frozen=True):
    """The names of the fields of a class in their order; ``sure`` when nothing else in it can be a field."""

    names: tuple[str, ...]
    sure: bool


def declared_fields(file: PythonFile, name: str, entry: AutomaticFix, depth: int = 0) -> DeclaredFields | None:
    """The fields of a class, those of its bases first; ``None`` when one of them is not found in the tree."""
    found = find_class(file, name)
    if found is None or depth > _DEEPEST_INHERITANCE:
        return None
    where, declared = found
    names: list[str] = []
    simple = (cst.SimpleStatementLine, cst.FunctionDef, cst.ClassDef)
    sure, keyed = all(isinstance(one, simple) for one in declared.body.body), False
    for target, call in assigned_calls(declared):
        if makes_field(where, call, entry):
            names.append(target)
            keyed = keyed or any(_is_key(where, one, entry) for one in call.args)
        else:
            sure = False
    inherited: list[str] = []
    for base in declared.bases:
        key = entry.values.get(where.text(last_name(base.value)))
        if key is not None:
            inherited += [key] if key and not keyed else []
            continue
        above = declared_fields(where, where.text(base.value), entry, depth + 1)
        if above is None:
            return None
        inherited += above.names
        sure = sure and above.sure
    return DeclaredFields(tuple(dict.fromkeys((*inherited, *names))), sure)


def makes_field(file: PythonFile, call: cst.Call, entry: AutomaticFix) -> bool:
    """Whether the function that is called is one of those that make a field."""
    function = file.text(last_name(call.func))
    return any(fnmatch.fnmatchcase(function, pattern) for pattern in entry.made_by)


def find_class(file: PythonFile, name: str, imports: int = 0) -> tuple[PythonFile, cst.ClassDef] | None:
    """The class that a name in a file stands for, and the file in which it is: the same, or one it imports from."""
    module, _, simple = name.rpartition(".")
    if not module:
        for node in file.module.body:
            if isinstance(node, cst.ClassDef) and node.name.value == simple:
                return file, node
    for place, original in _imports(file, module or simple) if imports < _LONGEST_IMPORT else ():
        other = file.neighbour(place)
        found = None if other is None else find_class(other, simple if module else original, imports + 1)
        if found is not None:
            return found
    return None


def assigned_calls(of: cst.ClassDef) -> Iterator[tuple[str, cst.Call]]:
    """The attributes in a class body that are made by a call."""
    for name, value in assigned_values(of):
        if isinstance(value, cst.Call):
            yield name, value


def assigned_values(of: cst.ClassDef) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The attributes that a class body assigns."""
    for line in of.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(statement, cst.Assign):
                for target in statement.targets:
                    if isinstance(target.target, cst.Name):
                        yield target.target.value, statement.value
            elif isinstance(statement, cst.AnnAssign) and isinstance(statement.target, cst.Name) and statement.value:
                yield statement.target.value, statement.value


def _is_key(file: PythonFile, argument: cst.Arg, entry: AutomaticFix) -> bool:
    keyword = argument.keyword.value if argument.keyword is not None else ""
    return entry.unless_left.get(keyword) == file.text(argument.value)


def _imports(file: PythonFile, name: str) -> Iterator[tuple[str, str]]:
    """The modules from which ``name`` may be imported, as paths without ending, and what it is called there."""
    for line in file.module.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar):
                continue
            module = file.text(statement.module).replace(".", "/") if statement.module is not None else ""
            for alias in statement.names:
                known = file.text(alias.asname.name) if alias.asname is not None else file.text(alias.name)
                if known == name:
                    original = file.text(alias.name)
                    yield from ((place, original) for place in _places(file, module, len(statement.relative)))
                    yield from ((f"{one}/{original}", "") for one in _places(file, module, len(statement.relative)))


def _places(file: PythonFile, module: str, dots: int) -> Iterator[str]:
    """Where a module can be: at its number of dots, or in one of the folders around the file."""
    folders = file.source.path.split("/")[:-1]
    if dots:
        around = folders[: len(folders) - dots + 1]
        yield "/".join((*around, module)) if module else "/".join(around)
        return
    for length in range(len(folders), -1, -1):
        yield "/".join((*folders[:length], module))
