"""``<Module>.clientVariables.js``: variables that the client keeps in ``localStorage``, unencrypted."""

from __future__ import annotations

import re

from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.model import Variable

_GET = re.compile(r'\bgetVariable\(\s*(["\'])(\w+)\1\s*,\s*["\'][^"\'\n]*["\']\s*,\s*[\w$.]*?\b(\w+)\s*[,)]')


def read_client_variables(source: BundleSource) -> tuple[Variable, ...]:
    """The client variables that the file defines, each once."""
    found: dict[str, Variable] = {}
    for match in _GET.finditer(source.text):
        name, data_type = match[2], match[3]
        place = source.place(f"ClientVariables/{name}", match.start(2), match.end(2))
        found.setdefault(name, Variable(name, data_type, place))
    return tuple(found.values())
