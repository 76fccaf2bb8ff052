"""Permissions in the metadata of a Hasura server, in YAML or JSON: who may do what with the rows of a table.

A permission has the rows in ``filter`` (in ``check`` for new ones), where an empty object means all, and the columns
in ``columns``. Source: https://hasura.io/docs/2.0/auth/authorization/permissions/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from secure_lint.model.access import AccessGrant, Action, Principal
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location

_PERMISSION = re.compile(r"((?:.*/)?)(select|insert|update|delete)_permissions/(\[\d+\])/(.+)")
_ACTIONS: Mapping[str, Action] = {"select": "read", "insert": "create", "update": "update", "delete": "delete"}
_ANYONE = frozenset({"anonymous", "anon", "public", "guest", "unauthenticated", "unauthorized", "visitor"})
_EVERY_ACCOUNT = frozenset(
    {"user", "users", "me", "member", "authenticated", "registered", "logged_in", "logged-in", "loggedin", "customer"}
)
_CALLER = re.compile(r"(?i)^x-hasura-")
_LISTED = re.compile(r"permission/columns/\[\d+\]")

_Permission = dict[str, Setting]


def hasura_grants(document: Document) -> tuple[AccessGrant, ...]:
    """What the permissions in a document grant; none if it is something else."""
    if not any("_permissions/[" in setting.path for setting in document.settings):
        return ()
    return tuple(_grants(document))


def _grants(document: Document) -> Iterator[AccessGrant]:
    permissions: dict[tuple[str, str, str], _Permission] = {}
    tables: dict[str, Setting] = {}
    for setting in document.settings:
        match = _PERMISSION.fullmatch(setting.path)
        if match is not None:
            permissions.setdefault((match[1], match[2], match[3]), {})[match[4]] = setting
        elif setting.path.endswith(("table/name", "table")):
            tables[setting.path.removesuffix("table/name").removesuffix("table")] = setting
    for (place, kind, _), permission in permissions.items():
        role, table = permission.get("role"), tables.get(place)
        if role is not None and table is not None:
            yield _grant(document.path, table.value, _ACTIONS[kind], role, permission)


def _grant(path: str, table: str, action: Action, role: Setting, permission: _Permission) -> AccessGrant:
    rows = permission.get("permission/check" if action == "create" else "permission/filter")
    owned = any(name.startswith("permission/set/") and _CALLER.search(one.value) for name, one in permission.items())
    every_row = rows is not None and not rows.value and not (owned and action == "create")
    columns = tuple(one.value for name, one in permission.items() if _LISTED.fullmatch(name) and one.value != "*")
    return AccessGrant(
        backend="hasura",
        resource=table,
        record=table,
        actions=(action,),
        principal=_principal(role.value) if every_row else Principal.RESTRICTED,
        location=Location(path, (rows if rows is not None and every_row else role).span),
        condition=f"role {role.value}, no {'check' if action == 'create' else 'filter'}" if every_row else "",
        attributes=columns,
        all_attributes=bool(columns),
        fields_checked=action == "create" and bool(columns),
    )


def _principal(role: str) -> Principal:
    """Whom a role stands for. Other names may be given to few only."""
    name = role.lower()
    if name in _ANYONE:
        return Principal.ANYONE
    return Principal.SIGNED_IN if name in _EVERY_ACCOUNT else Principal.RESTRICTED
