"""How names are followed from module to module."""

from __future__ import annotations

import time

from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.link.modules import ModuleNames
from secure_lint.link.path_aliases import PathAlias
from secure_lint.model.program import Module
from secure_lint.text.source import SourceText


def _modules(**texts: str) -> list[Module]:
    front_end = load_front_end(front_ends()[".ts"])
    reads = [
        front_end.read(SourceText(f"app/{name}.ts", text.encode()), WantedBodies(everything=True))
        for name, text in texts.items()
    ]
    return [one.module for one in reads]


def test_a_name_is_found_behind_modules_that_hand_on_each_other() -> None:
    names = ModuleNames(
        _modules(a="export * from './b';", b="export * from './a';\nexport * from './c';", c="export class Store {}")
    )
    assert names.canonical("app.a.Store") == "app.c.Store"
    assert names.canonical("app.a.Missing") == "app.a.Missing"


def test_a_name_that_nobody_declares_is_asked_for_once_in_each_module() -> None:
    others = range(40)
    texts = {f"m{one}": "\n".join(f"export * from './m{other}';" for other in others) for one in others}
    started = time.perf_counter()
    assert ModuleNames(_modules(**texts)).canonical("app.m0.Missing") == "app.m0.Missing"
    assert time.perf_counter() - started < 20


def test_a_default_that_is_handed_on_twice_under_one_name_is_found() -> None:
    names = ModuleNames(
        _modules(a="export { Vault } from './b';", b="export { Vault } from './c';", c="export class Vault {}")
    )
    assert names.canonical("app.a.Vault") == "app.c.Vault"


def test_a_place_is_called_as_the_project_says() -> None:
    aliases = (PathAlias("@core/*", "app/*"), PathAlias("@vault", "app/c.ts"))
    names = ModuleNames(
        _modules(a="export * from './b';", b="export * from './c';", c="export class Vault {}"), aliases
    )
    assert names.canonical("@core/a.Vault") == names.canonical("@vault.Vault") == "app.c.Vault"
    assert names.canonical("@core/missing.Vault") == "@core/missing.Vault"
    assert names.canonical("@vaults.Vault") == "@vaults.Vault"
