"""Texts that code refers to by a resource constant."""

from __future__ import annotations

from secure_lint.flow.values.value import Constant, Piece
from secure_lint.link.program import Program
from secure_lint.model.span import Location

_PREFIX = "resources/"


def resource_constants(program: Program) -> dict[str, Constant]:
    """The texts of resource files by qualified constant: ``resources/string/app_key`` is ``R.string.app_key``.

    Of translations, which repeat a name, the file with the shortest path counts: the default language.
    """
    found: dict[str, Constant] = {}
    for path in sorted(program.documents, key=lambda one: (len(one), one)):
        document = program.documents[path]
        if document.kind != "xml":
            continue
        for setting in document.settings:
            if setting.path.startswith(_PREFIX) and setting.path.count("/") == 2:
                name = "R." + setting.path[len(_PREFIX) :].replace("/", ".")
                location = Location(path, setting.span)
                piece = Piece(0, len(setting.value), location)
                found.setdefault(name, Constant(setting.value, location, (piece,)))
    return found
