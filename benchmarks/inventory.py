"""How far `secure-lint endpoints` agrees with the routes that a server lists itself.

    PYTHON_OF_THE_SERVER benchmarks/inventory.py list MODULE:APP > routes.txt   # imports the server, in its folder
    python benchmarks/inventory.py compare routes.txt FOLDER [--list]

`list` prints a verb and a path a line, for a Flask application (its `url_map`), one of Starlette or FastAPI (its
`routes`), or, for `django`, the URL patterns of the settings in `DJANGO_SETTINGS_MODULE`. `APP` may be a function that
makes the application. `compare` counts pairs of verb and path, parameters without their names and paths without a slash
at the end; HEAD, OPTIONS and the routes of the framework itself (its documentation, static files) are left out on both
sides.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, cast

PARAMETER = re.compile(r"\(\?P?<\w+>(?:[^()]|\([^()]*\))*\)|<[^<>]*>|\{[^{}]*\}|(?<=/):\w+")
UNCOUNTED = frozenset({"HEAD", "OPTIONS", "TRACE", "CONNECT"})
OWN = re.compile(r"^(/.*)?/(static|docs(/oauth2-redirect)?|redoc|openapi\.json|swagger\.json|swaggerui)(/|$)")
ANY = "*"

Pair = tuple[str, str]


class _Rule(Protocol):
    rule: str
    methods: Iterable[str] | None


class _Route(Protocol):
    path: str
    methods: Iterable[str] | None
    routes: Iterable[_Route] | None


def normal(verb: str, path: str) -> Pair:
    """A verb and a path in the one form in which pairs are compared."""
    return verb.upper(), "/" + PARAMETER.sub("{}", path).strip("/^$")


def counted(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """The pairs that count."""
    found = (normal(verb, path) for verb, path in pairs if verb.upper() not in UNCOUNTED)
    return frozenset((verb, path) for verb, path in found if not OWN.match(path))


# -- what the server says ---------------------------------------------------------------------------------------------


def _of_starlette(routes: Iterable[_Route], above: str = "") -> Iterator[Pair]:
    for route in routes:
        inner = getattr(route, "routes", None)
        path = above + getattr(route, "path", "")
        if inner:
            yield from _of_starlette(inner, path)
        elif getattr(route, "methods", None):
            yield from ((verb, path) for verb in route.methods or ())


def _of_django(patterns: Iterable[object], above: str = "") -> Iterator[Pair]:
    for pattern in patterns:
        path = above + str(getattr(pattern, "pattern", "")).replace("^", "").removesuffix("$")
        inner = getattr(pattern, "url_patterns", None)
        if inner is not None:
            yield from _of_django(inner, path)
            continue
        view = getattr(pattern, "callback", None)
        actions = getattr(view, "actions", None)
        owner = getattr(view, "cls", None) or getattr(view, "view_class", None)
        verbs = [verb for verb in getattr(owner, "http_method_names", ()) if hasattr(owner, verb)]
        yield from ((verb, path) for verb in actions or verbs or (ANY,))


def listed(name: str) -> Iterator[Pair]:
    """What the application of a name (`module:attribute`, dots inside, or `django`) lists."""
    if name == "django":
        importlib.import_module("django").setup()
        resolver = importlib.import_module("django.urls").get_resolver()
        yield from _of_django(resolver.url_patterns)
        return
    module, _, attribute = name.partition(":")
    app = functools.reduce(getattr, attribute.split("."), importlib.import_module(module))
    if not hasattr(app, "url_map") and not hasattr(app, "routes"):
        app = app()
    if hasattr(app, "url_map"):
        rules = cast("Iterable[_Rule]", app.url_map.iter_rules())
        yield from ((verb, rule.rule) for rule in rules for verb in rule.methods or ())
    else:
        yield from _of_starlette(app.routes)


# -- the comparison ---------------------------------------------------------------------------------------------------


def found_in(folder: Path) -> frozenset[Pair]:
    """What secure-lint finds."""
    command = ["secure-lint", "endpoints", str(folder), "--no-gitignore", "--format", "json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return counted((one["verb"], one["path"]) for one in json.loads(printed)["endpoints"])


def compare(told: frozenset[Pair], found: frozenset[Pair], *, shows: bool) -> int:
    """Print how far the two agree; a route for any verb on one side stands for those of its path on the other."""
    open_told = {path for verb, path in told if verb == ANY}
    open_found = {path for verb, path in found if verb == ANY}
    paths_told, paths_found = {path for _, path in told}, {path for _, path in found}
    missed = {(v, p) for v, p in told - found if p not in open_found and not (v == ANY and p in paths_found)}
    extra = {(v, p) for v, p in found - told if p not in open_told and not (v == ANY and p in paths_told)}
    share = 100 * (len(told) - len(missed)) / len(told) if told else 0.0
    print(
        f"listed {len(told)}, found of these {len(told) - len(missed)} ({share:.1f} %), found beside these {len(extra)}"
    )
    if shows:
        print(*(f"  missed {verb} {path}" for verb, path in sorted(missed, key=lambda one: one[1])), sep="\n")
        print(*(f"  beside {verb} {path}" for verb, path in sorted(extra, key=lambda one: one[1])), sep="\n")
    return 0 if told else 1


def main() -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list").add_argument("app")
    comparing = commands.add_parser("compare")
    comparing.add_argument("routes", type=Path)
    comparing.add_argument("folder", type=Path)
    comparing.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.command == "list":
        sys.path.insert(0, ".")
        print(*sorted({f"{verb} {path}" for verb, path in listed(arguments.app)}), sep="\n")
        return 0
    lines = arguments.routes.read_text(encoding="utf-8").splitlines()
    told = counted((verb, path) for verb, _, path in (line.partition(" ") for line in lines if line.strip()))
    return compare(told, found_in(arguments.folder), shows=arguments.list)


if __name__ == "__main__":
    sys.exit(main())
