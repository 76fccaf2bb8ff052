"""JavaScript nodes in a bundle: the code that developers wrote themselves, which the generator wraps in a function."""

from __future__ import annotations

import re

from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.bundle.structure import Structure
from secure_lint.text.source import SourceText

_NODE = re.compile(
    r'\bdefine\(\s*"[\w.]+\$(?P<owner>\w+)\.(?P<inner>(?:\w+\.)*)(?P<name>\w+)JS"\s*,\s*\[\]\s*,\s*function\s*\(\)\s*\{'
    r"\s*return\s+(?:async\s+)?function\s*\([^()]*\)\s*\{"
)
_CONTROLLER = "controller"


def read_scripts(source: BundleSource) -> tuple[tuple[str, SourceText], ...]:
    """The nodes by the path of their element; their lines are those of the file."""
    heads = list(_NODE.finditer(source.text))
    if not heads:
        return ()
    structure = Structure(source.text)
    found: list[tuple[str, SourceText]] = []
    for head in heads:
        opening = head.end() - 1
        code = source.text[opening + 1 : structure.closing(opening)]
        if code.strip():
            lines = source.text.count("\n", 0, opening)
            element = _element(source, head)
            text = "\n" * lines + code
            found.append((element, SourceText(f"{source.path}/{element}.js", text.encode("utf-8", "surrogatepass"))))
    return tuple(found)


def _element(source: BundleSource, head: re.Match[str]) -> str:
    """``ClientActions/Action/Node``, or the like below a screen."""
    names = [name for name in (head["owner"], *head["inner"].split(".")) if name and name != _CONTROLLER]
    above = f"Screens/{source.screen}/Actions" if source.screen else "ClientActions"
    return "/".join((above, *names, head["name"]))
