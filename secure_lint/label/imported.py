"""Which packages the product imports."""

from __future__ import annotations

from collections.abc import Iterable

from secure_lint.knowledge.models import Model
from secure_lint.link.program import Program


def imports_any(program: Program, packages: Iterable[str]) -> bool:
    """Whether a module of the product imports one of the packages, or something in it."""
    wanted = tuple(packages)
    return any(
        one.name == name or one.name.startswith((f"{name}.", f"{name}/"))
        for module in program.modules.values()
        for one in module.imports
        for name in wanted
    )


def models_in_use(models: Iterable[Model], program: Program) -> tuple[Model, ...]:
    """The models that count for the product: all but those of other kinds of products."""
    return tuple(one for one in models if not one.used_with or imports_any(program, one.used_with))
