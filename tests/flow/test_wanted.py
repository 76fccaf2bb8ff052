"""What the interpreter asks for in a later round of reading."""

from __future__ import annotations

from secure_lint.flow.wanted import Wanted
from secure_lint.link.program import Program


def test_what_has_no_name_is_not_asked_for() -> None:
    """Member access that ends in a dot, in code that does not parse, has a type without a last name."""
    wanted = Wanted(Program([], {}))
    wanted.type("app.router.")
    wanted.constant("app.")
    wanted.constant("settings")
    assert (wanted.types, wanted.constants) == (set(), set())


def test_types_and_constants_of_other_files_are_asked_for() -> None:
    wanted = Wanted(Program([], {}))
    wanted.type("app.router.Router")
    wanted.constant("app.settings.PREFIX")
    assert (wanted.types, wanted.constants) == ({"app.router.Router"}, {"PREFIX"})
