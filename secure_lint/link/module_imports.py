"""Imports: between modules that are named by their paths, and of whole packages.

A scan may start above or beside the folder from which a program is started, so that ``app.keys`` lies in the file
``backend/app/keys.py``. Here the names of imports become those that the modules bear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from secure_lint.link.type_names import outer_names
from secure_lint.model.program import Import, Module


def absolute_imports(
    modules: Iterable[Module], known: frozenset[str], foreign: Mapping[str, frozenset[str]] | None = None
) -> dict[str, Module]:
    """The modules by path, with the imports of those that are named by their paths resolved.

    ``known`` are names that models describe, ``foreign`` the packages that they speak of, by language: they are never
    taken for a module of the project.
    """
    by_path = {module.path: module for module in modules}
    packages = {module.package: module for module in by_path.values() if module.explicit}
    if not packages:
        return by_path
    names = frozenset(part for name in known for part in (*outer_names(name), name))
    resolver = _Resolver(packages, names, foreign or {})
    for path, module in by_path.items():
        if module.explicit:
            imports = tuple(resolver.absolute(module, item) for item in module.imports)
            by_path[path] = msgspec.structs.replace(module, imports=imports)
    return by_path


class _Resolver:
    def __init__(
        self, packages: dict[str, Module], known: frozenset[str], foreign: Mapping[str, frozenset[str]]
    ) -> None:
        self._packages = packages
        self._known = known
        self._foreign = foreign
        self._by_last: dict[str, list[str]] = {}
        for package in sorted(packages):
            self._by_last.setdefault(package.rpartition(".")[2], []).append(package)

    def absolute(self, module: Module, item: Import) -> Import:
        """The import with the name of its module as the project's paths have it."""
        head = item.name
        foreign = self._foreign.get(module.language, frozenset())
        while head:
            if head in self._packages:
                return item
            found = self._below(module.package, head) if head not in self._known and head not in foreign else None
            if found is not None:
                return msgspec.structs.replace(item, name=found + item.name[len(head) :])
            head = head.rpartition(".")[0]
        return item

    def _below(self, importing: str, name: str) -> str | None:
        """The module of that name below the nearest folder that holds the importing module too."""
        candidates = [one for one in self._by_last.get(name.rpartition(".")[2], ()) if one.endswith(f".{name}")]
        best, deepest = None, -1
        for candidate in candidates:
            root = candidate[: -len(name)]
            if importing.startswith(root) and len(root) > deepest:
                best, deepest = candidate, len(root)
        return best if best is not None else candidates[0] if len(candidates) == 1 and "." in name else None


def imported_whole(modules: Iterable[Module], implied: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The packages that files import whole, by the language of the files."""
    found = {language: set(packages) for language, packages in implied.items()}
    for module in modules:
        found.setdefault(module.language, set()).update(one.name for one in module.imports if one.wildcard)
    return {language: frozenset(names) for language, names in found.items()}
