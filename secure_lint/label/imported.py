"""Which packages the product imports."""

from __future__ import annotations

from collections.abc import Iterable

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
