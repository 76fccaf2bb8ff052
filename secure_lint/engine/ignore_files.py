"""The rules of `.gitignore` files, nested as Git nests them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from pathspec import GitIgnoreSpec


class _Rules(msgspec.Struct, frozen=True):
    """Patterns that hold below one folder."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str, *, is_folder: bool) -> bool | None:
        """Whether ``path`` is ignored (true), taken back in (false), or not named at all."""
        relative = path[len(self.folder) :].lstrip(os.sep).replace(os.sep, "/")
        return self.spec.check_file(f"{relative}/" if is_folder else relative).include


class IgnoreRules(msgspec.Struct, frozen=True):
    """The rules that hold in one folder, those of the deepest folder last."""

    layers: tuple[_Rules, ...] = ()

    def with_file(self, folder: str, name: str = ".gitignore") -> IgnoreRules:
        """These rules and those of a file in ``folder``. A file that cannot be read adds nothing, as in Git."""
        try:
            text = Path(folder, name).read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return self
        rules = _Rules(folder, pattern_list(text.splitlines()))
        return IgnoreRules((*self.layers, rules))

    def ignored(self, path: str, *, is_folder: bool) -> bool:
        """Whether an absolute path is ignored; a deeper file decides over those above it."""
        for rules in reversed(self.layers):
            verdict = rules.verdict(path, is_folder=is_folder)
            if verdict is not None:
                return verdict
        return False


def rules_above(target: str) -> IgnoreRules:
    """The rules that the repository around the folder ``target`` has for it, without those of ``target`` itself.

    Rules that ignore ``target`` are left out: who names a folder wants it scanned. Outside of a repository there are
    none.
    """
    folder = Path(target)
    above: list[Path] = []
    while not (folder / ".git").exists():
        if folder.parent == folder:
            return IgnoreRules()
        folder = folder.parent
        above.append(folder)
    rules = IgnoreRules().with_file(str(folder), ".git/info/exclude")
    for one in reversed(above):
        rules = rules.with_file(str(one))
    return IgnoreRules(tuple(one for one in rules.layers if not one.verdict(target, is_folder=True)))


def pattern_list(lines: Sequence[str]) -> GitIgnoreSpec:
    """The patterns of an ignore file; a line that is no valid pattern matches nothing, as in Git."""
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _valid(line)])


def _valid(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
