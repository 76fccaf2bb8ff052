"""``<Module>.<Flow>.<Screen>.mvc.js``, ``<Module>.controller.js``: permissions, calls to the server."""

from __future__ import annotations

import bisect
import re

from secure_lint.formats.outsystems.bundle.literals import Value, objects
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.model import Screen, ServerCall

_SCREEN_VIEW = re.compile(r"\bBaseView\.BaseWebScreen\b")
_PERMISSIONS = re.compile(r"\bcheckPermissions\s*(?:=\s*function\s*)?\(\s*\)\s*\{([^{}]*)\}")
_ROLE = re.compile(r"\broles\.(\w+)")
_REGISTERED = re.compile(r"\bcheckRegistered\(")
_CALL = re.compile(
    r'\bcall(ServerAction|DataAction|Aggregate)\w*\(\s*"([^"\n]+)"\s*,\s*"([^"\n]+)"'
    r'(?:\s*,\s*"[^"\n]*")?\s*(?:,\s*(?P<inputs>[\w$]+)\s*,)?'
)
_SCREEN_SERVICES = "screenservices/"


def read_screen(source: BundleSource) -> Screen | None:
    """The screen of an ``mvc`` file; ``None`` for a block, which has no permissions of its own."""
    permissions = _PERMISSIONS.search(source.text)
    if source.screen is None or permissions is None or not _SCREEN_VIEW.search(source.text):
        return None
    roles = tuple(dict.fromkeys(_ROLE.findall(permissions[1])))
    if not roles and _REGISTERED.search(permissions[1]):
        roles = ("Registered",)
    flow, _, name = source.screen.rpartition("/")
    aggregates = [call.name for call in read_server_calls(source) if call.kind == "Aggregate"]
    return Screen(
        name=name,
        flow=flow,
        place=source.place(f"Screens/{source.screen}", permissions.start(), permissions.end()),
        roles=roles,
        is_anonymous=not permissions[1].strip(),
        aggregates=tuple(dict.fromkeys(name.removeprefix("ScreenDataSet") for name in aggregates)),
    )


def read_server_calls(source: BundleSource) -> tuple[ServerCall, ...]:
    """The calls from client code to the server."""
    found: list[ServerCall] = []
    inputs = _input_objects(source.text)
    for match in _CALL.finditer(source.text):
        endpoint = match[3]
        if not endpoint.startswith(_SCREEN_SERVICES):
            continue
        operation = endpoint.rpartition("/")[2]
        kind = "ServiceAction" if operation.startswith("ServiceAPI") else match[1]
        screen = f"Screens/{source.screen}/" if source.screen else ""
        place = source.place(f"{screen}Calls/{match[2]}", match.start(2), match.end(2))
        names = _input_names(inputs, match["inputs"], match.start())
        found.append(ServerCall(match[2], kind, endpoint, source.screen, place, names))
    return tuple(found)


def _input_objects(text: str) -> dict[str, list[Value]]:
    """Objects that are assigned to a variable, by its name."""
    if not _CALL.search(text):
        return {}
    found: dict[str, list[Value]] = {}
    for value in objects(text):
        if value.is_object:
            name = _assigned_name(text, value.start)
            if name:
                found.setdefault(name, []).append(value)
    return found


_ASSIGNED = re.compile(r"([\w$]+)\s*=\s*\Z")


def _assigned_name(text: str, start: int) -> str | None:
    match = _ASSIGNED.search(text, max(0, start - 60), start)
    return match[1] if match else None


def _input_names(inputs: dict[str, list[Value]], variable: str | None, before: int) -> tuple[str, ...]:
    """The keys of the last object that was assigned to the variable before the call."""
    candidates = inputs.get(variable or "", [])
    number = bisect.bisect_right(candidates, before, key=_end) - 1
    return candidates[number].keys if number >= 0 else ()


def _end(value: Value) -> int:
    return value.end
