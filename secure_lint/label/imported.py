"""Which packages the product imports."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from secure_lint.knowledge.import_words import PathAliasModel
from secure_lint.knowledge.models import Model
from secure_lint.link.path_aliases import PathAlias
from secure_lint.link.program import Program
from secure_lint.model.facts import FileFacts
from secure_lint.model.schema import Document
from secure_lint.text.globs import path_globs


def imports_any(program: Program, packages: Iterable[str]) -> bool:
    """Whether a module of the product imports one of the packages, or something in it."""
    wanted = tuple(packages)
    return any(name == one or name.startswith((f"{one}.", f"{one}/")) for name in _imported(program) for one in wanted)


def _imported(program: Program) -> Iterator[str]:
    for module in program.modules.values():
        yield from (one.name for one in module.imports)
    for packages in program.implied_imports.values():
        yield from sorted(packages)


def implied_imports(models: Iterable[Model], facts: Iterable[FileFacts]) -> Mapping[str, frozenset[str]]:
    """The packages that files import because settings of their project say so, by the language of the files."""
    documents = [one.document for one in facts if one.document is not None]
    found: dict[str, set[str]] = {}
    for model in models:
        for implied in model.implied_imports:
            glob = path_globs(implied.path)
            settings = (setting for one in documents if one.kind == implied.document for setting in one.settings)
            if any(glob.match(one.path) and re.search(implied.matches, one.value) for one in settings):
                for language in model.languages:
                    found.setdefault(language, set()).update(implied.packages)
    return {language: frozenset(packages) for language, packages in found.items()}


def foreign_packages(models: Iterable[Model]) -> Mapping[str, frozenset[str]]:
    """The packages that models know, by the language, of those that import packages by their names alone."""
    models = tuple(models)
    languages = {language for model in models if model.packages_by_name for language in model.languages}
    found: dict[str, set[str]] = {}
    for model in models:
        packages = {name.rpartition(".")[0] for call in model.calls if not call.on for name in call.name}
        packages.update(model.imports)
        for language in languages.intersection(model.languages):
            found.setdefault(language, set()).update(packages - {""})
    return {language: frozenset(names) for language, names in found.items()}


def path_aliases(models: Iterable[Model], facts: Iterable[FileFacts]) -> tuple[PathAlias, ...]:
    """What the configurations of projects call folders and files by in imports."""
    documents = [one.document for one in facts if one.document is not None]
    aliases = [alias for model in models for alias in model.path_aliases]
    return tuple(found for alias in aliases for one in documents for found in _aliases(one, alias))


def _aliases(document: Document, model: PathAliasModel) -> Iterator[PathAlias]:
    if document.kind != model.document:
        return
    base = next((one.value for one in document.settings if one.path == model.base), ".")
    folder = posixpath.join(posixpath.dirname(document.path), base)
    for setting in document.settings:
        if setting.path.startswith(f"{model.path}/"):
            pattern = setting.path.removeprefix(f"{model.path}/").rpartition("/[")[0]
            yield PathAlias(pattern, posixpath.normpath(posixpath.join(folder, setting.value)))


def models_in_use(models: Iterable[Model], program: Program) -> tuple[Model, ...]:
    """The models that count for the product: all but those of other kinds of products."""
    return tuple(one for one in models if not one.used_with or imports_any(program, one.used_with))
