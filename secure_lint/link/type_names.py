"""What a type's name in the source means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from secure_lint.link.modules import ModuleNames
from secure_lint.model.program import Module


def bare(text: str) -> str:
    """A type's text without generics, nullability, array and vararg marks: ``List<String>?`` is ``List``."""
    cut = text.find("<")
    if cut > 0:
        text = text[:cut]
    return text.strip().rstrip("?!*& ").removesuffix("[]").removesuffix("...").strip()


def simple_name(qualified: str) -> str:
    """The last segment of a qualified name."""
    return qualified.rpartition(".")[2]


def type_argument(text: str | None, index: int = 0) -> str | None:
    """The n-th generic argument of a type's text, what an array is of (``[Song]``, ``Song[]``), or ``None``."""
    if text is not None and text.startswith("[") and index == 0:
        return text.rstrip("?!")[1:-1].rpartition(":")[2].strip()
    if text is not None and text.endswith("[]") and index == 0:
        return text[:-2]
    if text is None or "<" not in text:
        return None
    inner = text[text.find("<") + 1 : text.rfind(">")]
    depth, start, parts = 0, 0, []
    for position, char in enumerate(inner):
        if char in "<([":
            depth += 1
        elif char in ">)]":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(inner[start:position])
            start = position + 1
    parts.append(inner[start:])
    return parts[index].strip() if index < len(parts) else None


EXTENSION = "extension"
"""The kind of a declaration that adds to a type."""

IMPORTED_ELSEWHERE = ""
"""The name of a wildcard import in a file in which names may mean what other files import for the whole project."""


def outer_names(qualified: str) -> Iterator[str]:
    """``a`` and ``a.b`` for ``a.b.c``."""
    end = qualified.find(".")
    while end >= 0:
        yield qualified[:end]
        end = qualified.find(".", end + 1)


class TypeNames:
    """Resolves the names of types, by module. Answers are memoised for the life of the program.

    ``imported_whole`` are the packages that any file of a language imports whole.
    """

    def __init__(
        self,
        project_types: Iterable[str],
        known_types: Mapping[str, frozenset[str]],
        modules: ModuleNames,
        imported_whole: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._modules = modules
        self._imported_whole = imported_whole or {}
        self._project = frozenset(project_types)
        self._by_simple: dict[str, list[str]] = {}
        for qualified in sorted(self._project):
            self._by_simple.setdefault(simple_name(qualified), []).append(qualified)
        self._known = frozenset(known_types)
        self._languages = known_types
        self._known_by_simple: dict[str, list[str]] = {}
        for qualified in sorted(self._known):
            self._known_by_simple.setdefault(simple_name(qualified), []).append(qualified)
        self._imports: dict[str, dict[str, str]] = {}
        self._wildcards: dict[str, frozenset[str]] = {}
        self._memory: dict[tuple[str, str], str] = {}
        self._own_namespaces = frozenset(_around(modules.names))
        self._modelled_namespaces: dict[str, frozenset[str]] = {}
        for languages in frozenset(known_types.values()):
            for part in _around(name for name, theirs in known_types.items() if theirs == languages):
                self._modelled_namespaces[part] = self._modelled_namespaces.get(part, frozenset()) | languages

    def imports(self, module: Module) -> dict[str, str]:
        """Simple name or alias → qualified name, of the plain imports of a module."""
        found = self._imports.get(module.path)
        if found is None:
            found = {item.alias or simple_name(item.name): item.name for item in module.imports if not item.wildcard}
            if module.explicit:
                found = {name: self._declared_as(target) for name, target in found.items()}
            self._imports[module.path] = found
        return found

    def _declared_as(self, name: str) -> str:
        return name if name in self._known else self._modules.canonical(name)

    def wildcards(self, module: Module) -> frozenset[str]:
        """Packages and types that a module imports whole."""
        found = self._wildcards.get(module.path)
        if found is None:
            found = frozenset(item.name.removesuffix(".*") for item in module.imports if item.wildcard)
            self._wildcards[module.path] = found
        return found

    def resolve(self, module: Module, text: str) -> str:
        """The qualified name that ``text`` means in ``module``, or ``text`` itself when nothing tells."""
        key = (module.path, text)
        found = self._memory.get(key)
        if found is None:
            found = self._resolve(module, bare(text))
            self._memory[key] = found
        return found

    def is_type(self, qualified: str) -> bool:
        """Whether the name is that of a type of the project or of a model."""
        return qualified in self._project or qualified in self._known

    def is_namespace(self, qualified: str, language: str) -> bool:
        """Whether the name is, in a language, that of a module or package with something known in it."""
        if qualified in self._known:
            return False
        return qualified in self._own_namespaces or language in self._modelled_namespaces.get(qualified, ())

    def _resolve(self, module: Module, name: str) -> str:
        if self._is_full(module, name):
            return name
        head, _, rest = name.partition(".")
        tail = f".{rest}" if rest else ""
        for declaration in module.types:
            if declaration.kind != EXTENSION and head in {declaration.name, declaration.qualified}:
                return declaration.qualified + tail
        imported = self.imports(module).get(head)
        if imported is not None:
            return self._declared_as(imported + tail) if tail and module.explicit else imported + tail
        local = f"{module.package}.{name}" if module.package else name
        if local in self._project:
            return local
        for package in sorted(self.wildcards(module)):
            candidate = f"{package}.{name}"
            if candidate in self._project or candidate in self._known:
                return candidate
        if module.explicit:
            return name
        found = None if rest else self._by_unique_simple_name(name, module.language)
        if found is None and IMPORTED_ELSEWHERE in self.wildcards(module):
            found = self._only_modelled(head, tail, module.language)
        if found is None and not module.package:
            outer = self._well_known(head, module.language)
            found = None if outer is None else outer + tail
        return found or self._unknown(module, name)

    def _unknown(self, module: Module, name: str) -> str:
        """A name that nothing tells; one that models of other languages know is a type of the module's own package."""
        if name in self._known and module.language not in self._languages[name]:
            return f"{module.package}.{name}"
        return name

    def _is_full(self, module: Module, name: str) -> bool:
        """Whether a name as written is that of a type already.

        A type without a package is not seen from packages, and a modelled one not in other languages.
        """
        if "." not in name and module.package and not module.explicit:
            return False
        return name in self._project or module.language in self._languages.get(name, ())

    def _by_unique_simple_name(self, name: str, language: str) -> str | None:
        for qualified in self._known_by_simple.get(name, ()):
            if qualified.startswith(("java.lang.", "kotlin.")) and language in self._languages[qualified]:
                return qualified
        owners = self._by_simple.get(name, ())
        return owners[0] if len(owners) == 1 else None

    def _only_modelled(self, head: str, tail: str, language: str) -> str | None:
        """The type that a name means where the project has none: the only one that models of the language speak of.

        Of several it is the one in a package that files of the program import.
        """
        candidates = [one for one in self._known_by_simple.get(head, ()) if language in self._languages[one]]
        if len(candidates) > 1:
            elsewhere = self._imported_whole.get(language, frozenset())
            candidates = [one for one in candidates if one.rpartition(".")[0] in elsewhere]
        return candidates[0] + tail if len(candidates) == 1 and head not in self._by_simple else None

    def _well_known(self, name: str, language: str) -> str | None:
        """The modelled type that a name means in a file without a package, a piece that was cut out of its project.

        Nothing unseen can bear the name there: files without a package have no neighbours that need no import.
        """
        if name in self._by_simple:
            return None
        candidates = (one for one in self._known_by_simple.get(name, ()) if language in self._languages[one])
        return next((one for one in candidates if one.rpartition(".")[0].islower()), None)


def _around(names: Iterable[str]) -> set[str]:
    """The names, and those of everything around them."""
    return {part for name in names for part in (*outer_names(name), name)}
