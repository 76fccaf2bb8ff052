"""The fixer of Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from secure_lint.fixes.fixer import ReadFile, UnfixableFileError
from secure_lint.fixes.python.addresses import replace_scheme
from secure_lint.fixes.python.calls import remove_argument, replace_function
from secure_lint.fixes.python.choice import is_chosen
from secure_lint.fixes.python.serializers import explicit_fields
from secure_lint.fixes.python.syntax import PythonFile, parse
from secure_lint.fixes.python.validated import read_validated
from secure_lint.fixes.python.values import replace_value
from secure_lint.knowledge.fixes import AutomaticFix, is_safe_at_best
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix

PYTHON_FIXES: Mapping[str, Callable[[PythonFile, Finding, AutomaticFix], Fix | None]] = {
    "replace-value": replace_value,
    "remove-argument": remove_argument,
    "replace-function": replace_function,
    "replace-scheme": replace_scheme,
    "explicit-fields": explicit_fields,
    "read-validated": read_validated,
}


class PythonFixer:
    """The fixer of Python; parses each file once."""

    def __init__(self, language: str, read: ReadFile) -> None:
        self._language = language
        self._read = read
        self._files: dict[str, PythonFile | UnfixableFileError] = {}

    def propose(self, finding: Finding, entry: AutomaticFix) -> Fix | None:
        """The fix, if the place of the finding has the shape that it needs."""
        path = finding.constant.path if finding.constant is not None else finding.location.path
        file = self._parsed(path)
        fix = PYTHON_FIXES[entry.fix](file, finding, entry) if file is not None else None
        if fix is None or file is None or not fix.safe:
            return fix
        safe = is_safe_at_best(entry.fix, self._language, unsafe=entry.unsafe) and not is_chosen(
            file, fix, finding, entry
        )
        return fix if safe else msgspec.structs.replace(fix, safe=False)

    def check(self, path: str, before: bytes, after: bytes) -> None:  # noqa: ARG002  (the place is of no matter here)
        """Raise `UnfixableFileError` when the changed file does not parse."""
        parse(after)

    def _parsed(self, path: str) -> PythonFile | None:
        if path not in self._files:
            file = self._read(path)
            if file is None:
                return None
            try:
                self._files[path] = PythonFile(file, self._neighbour)
            except UnfixableFileError as error:
                self._files[path] = error
        known = self._files[path]
        if isinstance(known, UnfixableFileError):
            raise known
        return known

    def _neighbour(self, module: str) -> PythonFile | None:
        """The file of a module, by its path without an ending."""
        for path in (f"{module}.py", f"{module}/__init__.py"):
            try:
                file = self._parsed(path)
            except UnfixableFileError:
                continue
            if file is not None:
                return file
        return None
