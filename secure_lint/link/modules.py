"""What the names of modules mean where a file is a module: re-exports, default exports, and paths with an alias."""

from __future__ import annotations

import re
from collections.abc import Iterable

from secure_lint.link.path_aliases import PathAlias
from secure_lint.model.program import Import, Module

DEFAULT = "default"
"""The name of what a module hands out when it is imported as a whole."""
_DEEPEST = 12
_ROOT_ALIAS = re.compile(r"^[@~#]?/")
_Asked = dict[tuple[str, str], str | None]


class ModuleNames:
    """Follows names from module to module. Only modules count whose names mean what the file says."""

    def __init__(self, modules: Iterable[Module], aliases: Iterable[PathAlias] = ()) -> None:
        self._aliases = tuple(aliases)
        self._declared: dict[str, set[str]] = {}
        self._imports: dict[str, dict[str, str]] = {}
        self._wildcards: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        self._memory: dict[str, str] = {}
        for module in modules:
            if module.explicit:
                self._add(module)

    def _add(self, module: Module) -> None:
        package = module.package
        if package not in self._declared:
            self._by_last.setdefault(package.rpartition(".")[2], []).append(package)
        declared = self._declared.setdefault(package, set())
        declared.update(one.name for one in module.fields)
        declared.update(one.name for one in module.functions if one.owner is None)
        declared.update(one.qualified.removeprefix(f"{package}.") for one in module.types)
        for item in module.imports:
            if item.wildcard:
                self._wildcards.setdefault(package, []).append(item.name)
            else:
                self._imports.setdefault(package, {}).setdefault(_bound(item), item.name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the modules of the project."""
        return tuple(self._declared)

    def is_module(self, name: str) -> bool:
        """Whether a name is that of a module of the project."""
        return name in self._declared

    def ending(self, name: str) -> tuple[str, ...]:
        """The modules that a dotted name means: that of the name, else all that end so.

        The scan may start above the folder from which the program is started.
        """
        if name in self._declared:
            return (name,)
        return tuple(one for one in self._by_last.get(name.rpartition(".")[2], ()) if one.endswith(f".{name}"))

    def canonical(self, name: str) -> str:
        """The name under which something is declared that is imported as ``name``; the same name when nothing tells."""
        found = self._memory.get(name)
        if found is None:
            found = self._memory[name] = self._follow(self._by_alias(name) or name, 0, {})
        return found

    def _follow(self, name: str, depth: int, asked: _Asked) -> str:
        if depth > _DEEPEST:
            return name
        if "/" in name:
            name = self._without_alias(name)
        owner, _, last = name.rpartition(".")
        if name in self._declared or not owner:
            return name
        if owner not in self._declared:
            if last == DEFAULT:
                return self._follow(owner, depth + 1, asked)
            above = self._follow(owner, depth + 1, asked)
            return name if above == owner else self._follow(f"{above}.{last}", depth + 1, asked)
        found = self._in_module(owner, last, depth, asked)
        if found is not None:
            return found
        if last == DEFAULT:
            return owner
        handed_out = self._in_module(owner, DEFAULT, depth, asked)
        return name if handed_out is None else f"{handed_out}.{last}"

    def _in_module(self, module: str, name: str, depth: int, asked: _Asked) -> str | None:
        """What a name means in a module that declares or hands it on; ``None`` when it does neither.

        A module is asked once for a name, as in ResolveExport of ECMAScript, so that modules that hand on each other
        end there.
        """
        if (module, name) not in asked:
            asked[module, name] = None
            asked[module, name] = self._handed_on(module, name, depth, asked)
        return asked[module, name]

    def _handed_on(self, module: str, name: str, depth: int, asked: _Asked) -> str | None:
        if name in self._declared[module]:
            return f"{module}.{name}"
        imported = self._imports.get(module, {}).get(name)
        if imported is not None and imported != f"{module}.{name}":
            return self._follow(imported, depth + 1, asked)
        if name == DEFAULT:
            return None
        for other in self._wildcards.get(module, ()):
            target = self._follow(other, depth + 1, asked)
            found = self._in_module(target, name, depth + 1, asked) if target in self._declared else None
            if found is not None:
                return found
        return None

    def _by_alias(self, name: str) -> str | None:
        """The module, with what is meant in it, of a name that begins as the project says that places may be called."""
        for alias in self._aliases:
            for meant in alias.meant_by(name):
                if self._is_in_module(meant):
                    return meant
        return None

    def _is_in_module(self, name: str) -> bool:
        while name and name not in self._declared:
            name = name.rpartition(".")[0]
        return bool(name)

    def _without_alias(self, name: str) -> str:
        """A path that starts at a folder which the build names (``@/api/client.send``) as the module it means."""
        path = _ROOT_ALIAS.sub("", name).replace("/index", "")
        head, dot, last = path.rpartition(".")
        # What follows a slash is no member of what stands before it.
        named = [(path, "")] if "/" in last or not dot else [(path, ""), (head, f".{last}")]
        for candidate, rest in ((one.replace("/", "."), rest) for one, rest in named):
            owners = self._by_last.get(candidate.rpartition(".")[2], ())
            fitting = [one for one in owners if one == candidate or one.endswith(f".{candidate}")]
            if len(fitting) == 1:
                return fitting[0] + rest
        return self._by_ending(name) or name

    def _by_ending(self, name: str) -> str | None:
        """What a path means that starts with names of the build's own, by its end: two folders or files at least."""
        parts = name.split("/")
        for start in range(1, len(parts) - 1) if name.startswith("@") else ():
            dotted = ".".join(parts[start:]).replace(".index", "")
            head, _, last = dotted.rpartition(".")
            for candidate, rest in ((dotted, ""), (head, f".{last}")):
                owners = self._by_last.get(candidate.rpartition(".")[2], ())
                fitting = [one for one in owners if one.endswith(f".{candidate}")]
                if len(fitting) == 1 and "." in candidate:
                    return fitting[0] + rest
        return None


def _bound(item: Import) -> str:
    return item.alias or item.name.rpartition(".")[2]
