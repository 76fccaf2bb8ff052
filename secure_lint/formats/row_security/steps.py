"""Statements of migrations as steps: what each changes of who reaches the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from secure_lint.formats.row_security.conditions import NOBODY, Demand, closing, demand, trusts_self_service
from secure_lint.formats.row_security.statements import Statement, statements
from secure_lint.formats.sql_tokens import Token, unquoted
from secure_lint.model.access import ACTIONS, Action, Opening, Principal, SchemaStep, SchemaStepKind
from secure_lint.model.span import Location
from secure_lint.text.places import Places

_COMMANDS: dict[str, tuple[Action, ...]] = {
    "all": ACTIONS,
    "select": ("read",),
    "insert": ("create",),
    "update": ("update",),
    "delete": ("delete",),
}
_SKIPPED = frozenset(
    {"if", "not", "exists", "only", "or", "replace", "recursive", "materialized", "unlogged", "concurrently"}
)
_FILLERS = frozenset({"table", "function", "procedure", "view", "all", "privileges", "tables", "in", "functions"})
_CALLER = re.compile(
    r"\bauth\s*\.\s*(?:uid|jwt|role|email)\b|\bcurrent_setting\b|\bcurrent_user\b|\bsession_user\b", re.IGNORECASE
)
_WRITES = re.compile(r"\b(?:insert\s+into|update\s+[\w.\"]+\s+set|delete\s+from)\b", re.IGNORECASE)
_OWN_ROW = re.compile(
    r"\bselect\b(?P<columns>[^;()]{0,120}?)\bfrom\s+(?:public\s*\.\s*)?\"?(?P<table>\w+)\"?(?P<rest>[^;]{0,300}?\bauth\s*\.\s*uid\b[^;]{0,200})",
    re.IGNORECASE,
)
"""A query for the caller's own row."""

_WORD = re.compile(r"\w+")
_LONGEST_CONDITION = 200
_SERVED = re.compile(
    r"\bauth\.(?:uid|jwt|role|email|users)\b|\bto\s+(?:anon|authenticated|service_role)\b|\bstorage\.(?:objects|buckets)\b",
    re.IGNORECASE,
)
_SERVED_PATH = re.compile(r"(?:^|/)supabase/|supabase[^/]*\.sql\Z", re.IGNORECASE)
PUBLIC = "public"


class _Name(msgspec.Struct, frozen=True):
    """A name with its schema. ``next`` is the index of the token behind it."""

    schema: str
    name: str
    start: int
    end: int
    next: int


def is_served(path: str, text: str) -> bool:
    """Whether clients reach the tables of a migration by themselves: it lies in or speaks of Supabase."""
    return _SERVED_PATH.search(path) is not None or _SERVED.search(text) is not None


def database_of(path: str) -> str:
    """The folder whose migrations belong together."""
    folders = path.split("/")[:-1]
    for index, folder in enumerate(folders):
        if folder == "supabase":
            return "/".join(folders[: index + 1])
    return "/".join(folders)


def schema_steps(path: str, text: str, places: Places) -> tuple[SchemaStep, ...]:
    """The steps in the statements of an SQL file, in their order."""
    return tuple(_Steps(path, text, places).read())


class _Steps:
    def __init__(self, path: str, text: str, places: Places) -> None:
        self._path = path
        self._text = text
        self._places = places
        self._database = database_of(path)
        self._served = is_served(path, text)
        self._forms: Mapping[tuple[str, str], Callable[[Statement, int], Iterator[SchemaStep]]] = {
            ("create", "table"): self._create_table,
            ("create", "policy"): self._create_policy,
            ("create", "view"): self._create_view,
            ("create", "function"): self._create_function,
            ("create", "trigger"): self._create_trigger,
            ("alter", "table"): self._alter_table,
            ("alter", "policy"): self._drop_policy,
            ("alter", "view"): self._alter_view,
            ("alter", "function"): self._alter_function,
            ("drop", "table"): self._dropped("drop-table"),
            ("drop", "view"): self._dropped("drop-view"),
            ("drop", "function"): self._dropped("drop-function"),
            ("drop", "policy"): self._drop_policy,
        }

    def read(self) -> Iterator[SchemaStep]:
        for statement in statements(self._text):
            first = statement[0]
            if first.kind in ("body", "string"):
                yield self._step("enable", _Name("", "", first.start, first.end, 1))
            elif first.lower == "revoke":
                yield from self._revoke(statement)
            else:
                index = 1
                while index < len(statement) - 1 and statement[index].lower in _SKIPPED:
                    index += 1
                form = self._forms.get((first.lower, statement[min(index, len(statement) - 1)].lower))
                if form is not None:
                    yield from form(statement, index + 1)

    def _step(
        self,
        kind: SchemaStepKind,
        name: _Name,
        *,
        policy: str = "",
        restrictive: bool = False,
        openings: tuple[Opening, ...] = (),
        new_name: str = "",
        sources: tuple[str, ...] = (),
        actions: tuple[Action, ...] = (),
        lacks: tuple[str, ...] = (),
    ) -> SchemaStep:
        location = Location(self._path, self._places.span(name.start, name.end))
        return SchemaStep(
            kind, name.schema, name.name, location, self._database, self._served,
            policy, restrictive, openings, new_name, sources, actions, lacks,
        )  # fmt: skip

    def _create_table(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        name = _name(statement, index)
        if name is not None:
            yield self._step("create-table", name)

    def _alter_table(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        name = _name(statement, index)
        if name is None:
            return
        words = [token.lower for token in statement[name.next :]]
        for kind in ("enable", "disable"):
            if _sequence(words, (kind, "row", "level", "security")) is not None:
                yield self._step("enable" if kind == "enable" else "disable", name)
        renamed = _sequence(words, ("rename", "to"))
        if renamed == 0 and len(words) > 2:
            yield self._step("rename-table", name, new_name=unquoted(statement[name.next + 2]).text.lower())

    def _dropped(self, kind: SchemaStepKind) -> Callable[[Statement, int], Iterator[SchemaStep]]:
        def drop(statement: Statement, index: int) -> Iterator[SchemaStep]:
            name = _name(statement, index)
            while name is not None:
                yield self._step(kind, name)
                more = name.next < len(statement) and statement[name.next].text == ","
                name = _name(statement, name.next + 1) if more else None

        return drop

    def _drop_policy(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        policy, table = _policy_names(statement, index)
        if table is not None:
            yield self._step("drop-policy", table, policy=policy)

    def _create_policy(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        policy, table = _policy_names(statement, index)
        if table is None:
            return
        clauses = _clauses(statement, table.next)
        words = [token.lower for token in clauses.get("for", ())]
        actions = _COMMANDS.get(words[0] if words else "all", ())
        roles = {unquoted(token).text.lower() for token in clauses.get("to", ()) if token.text != ","}
        using, check = clauses.get("using"), clauses.get("check")
        openings: dict[tuple[Principal, bool, bool], list[Action]] = {}
        for action in actions:
            asked = _demand(action, using, check)
            principal = max(_of_roles(roles), asked.principal)
            holder = asked.holder and principal is Principal.RESTRICTED
            openings.setdefault((principal, asked.written, holder), []).append(action)
        restrictive = "restrictive" in [token.lower for token in clauses.get("as", ())]
        self_service = any(trusts_self_service(one) for one in (using, check) if one is not None)
        lacks = ("trusted-claim",) if self_service else ()
        named = tuple(sorted({token.lower.rstrip(".") for token in (*(using or ()), *(check or ()))}))
        opened = tuple(
            Opening(tuple(granted), principal, self._condition(using, check, granted), holder, named, written, lacks)
            for (principal, written, holder), granted in openings.items()
        )
        yield from self._trusted(statement)
        bucket = _bucket(check or using or ())
        yield self._step(
            "create-policy", table, policy=policy, restrictive=restrictive, openings=opened, sources=bucket
        )

    def _trusted(self, statement: Statement) -> Iterator[SchemaStep]:
        """The tables in which a statement looks up the caller's own row, with the columns that it names there."""
        start, end = statement[0].start, statement[-1].end
        for match in _OWN_ROW.finditer(self._text, start, end):
            table = _Name(PUBLIC, match["table"].lower(), start, statement[0].end, 0)
            words = {word.lower() for word in _WORD.findall(f"{match['columns']} {match['rest']}")}
            yield self._step("trust", table, sources=tuple(sorted(words)))

    def _create_trigger(self, statement: Statement, _: int) -> Iterator[SchemaStep]:
        words = [token.lower for token in statement]
        if "before" in words and "on" in words and {"update", "insert"} & set(words):
            table = _name(statement, words.index("on") + 1)
            if table is not None:
                yield self._step("guard", table)

    def _condition(self, using: Statement | None, check: Statement | None, actions: Sequence[Action]) -> str:
        shown = check if actions == ["create"] and check else using or check
        if not shown:
            return ""
        text = " ".join(self._text[shown[0].start : shown[-1].end].split())
        return text[:_LONGEST_CONDITION]

    def _create_view(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        name = _name(statement, index)
        if name is None:
            return
        words = [token.lower for token in statement]
        text = " ".join(words)
        sources = tuple(dict.fromkeys(_sources(statement, name.next)))
        materialized = "materialized" in words[:index]
        invoker = re.search(r"security_invoker *(?:= *(?:true|on|1|'true'|'on')|[),])", text) is not None
        if not materialized and _CALLER.search(self._text, statement[0].start, statement[-1].end) is None:
            yield self._step("create-view", name, sources=sources, lacks=() if invoker else ("security-invoker",))

    def _alter_view(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        name = _name(statement, index)
        text = " ".join(token.lower for token in statement)
        if name is not None and re.search(r"security_invoker *= *'?(?:true|on|1)", text):
            yield self._step("invoker-view", name)

    def _create_function(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        name = _name(statement, index)
        if name is None:
            return
        words = [token.lower for token in statement if token.kind == "word"]
        body = " ".join(token.text for token in statement if token.kind in ("body", "string"))
        lacks: list[str] = []
        if _sequence(words, ("security", "definer")) is not None:
            returns = _sequence(words, ("returns",))
            triggers = returns is not None and words[returns + 1 : returns + 2] in (["trigger"], ["event_trigger"])
            if "search_path" not in words:
                lacks.append("search-path")
            if not triggers and _WRITES.search(body) and not _CALLER.search(body):
                lacks.append("caller-check")
        yield self._step("create-function", name, actions=("update",), lacks=tuple(lacks))
        if "trigger" not in words:
            yield from self._trusted(statement)

    def _alter_function(self, statement: Statement, index: int) -> Iterator[SchemaStep]:
        name = _name(statement, index)
        words = [token.lower for token in statement]
        if name is not None and ("search_path" in words or _sequence(words, ("security", "invoker")) is not None):
            yield self._step("harden-function", name)

    def _revoke(self, statement: Statement) -> Iterator[SchemaStep]:
        words = [token.lower for token in statement]
        if "on" not in words or "from" not in words:
            return
        on, source = words.index("on"), words.index("from")
        if "authenticated" in words[source:] and {"update", "insert", "all"} & set(words[:on]):
            table = _name(statement, on + 1 + (words[on + 1] == "table"))
            if table is not None:
                yield self._step("guard", table)
        if not {"anon", PUBLIC} & set(words[source:]):
            return
        if "schema" in words[on:source]:
            yield self._step("revoke", _Name("", "", statement[0].start, statement[0].end, 0))
            return
        index = on + 1
        while index < source and words[index] in _FILLERS:
            index += 1
        name = _name(statement, index)
        if name is not None:
            yield self._step("revoke", name)


def _demand(action: Action, using: Statement | None, check: Statement | None) -> Demand:
    """What a policy asks of an action. What has no condition for the action lets nobody in."""
    stored = demand(using, of_written=False) if using is not None else None
    written = demand(check, of_written=True) if check is not None else None
    if action == "create":
        return written or (demand(using, of_written=True) if using is not None else NOBODY)
    if stored is None:
        return NOBODY
    if action == "update" and written is not None:
        return Demand(
            max(stored.principal, written.principal),
            written.written,
            stored.holder and (written.holder or written.principal is not Principal.RESTRICTED),
        )
    return stored


def _bucket(condition: Statement) -> tuple[str, ...]:
    """The bucket of stored files that a condition is about."""
    index = _sequence([token.lower for token in condition], ("bucket_id", "="))
    if index is None or index + 2 >= len(condition) or condition[index + 2].kind != "string":
        return ()
    return (unquoted(condition[index + 2]).text,)


def _of_roles(roles: set[str]) -> Principal:
    if not roles or roles & {"anon", PUBLIC}:
        return Principal.ANYONE
    return Principal.SIGNED_IN if "authenticated" in roles else Principal.RESTRICTED


def _policy_names(statement: Statement, index: int) -> tuple[str, _Name | None]:
    """The name of a policy, and the table it is on."""
    while index < len(statement) and statement[index].lower in ("if", "exists"):
        index += 1
    if index + 1 >= len(statement) or statement[index + 1].lower != "on":
        return "", None
    return unquoted(statement[index]).text, _name(statement, index + 2)


def _clauses(statement: Statement, index: int) -> dict[str, Statement]:
    """The clauses of a policy by their first word: what stands behind it, in parentheses or up to the next."""
    found: dict[str, Statement] = {}
    current, start = "", index
    while index < len(statement):
        word = statement[index].lower
        if word == "(":
            end = closing(statement, index)
            if current in ("using", "check"):
                found[current] = statement[index + 1 : end]
                current = ""
            index = end
        elif word in ("as", "for", "to", "using", "with"):
            if current in ("as", "for", "to"):
                found[current] = statement[start:index]
            if word == "with":
                index += 1
                word = "check"
            current, start = word, index + 1
        index += 1
    if current in ("as", "for", "to"):
        found[current] = statement[start:]
    return found


def _name(statement: Statement, index: int) -> _Name | None:
    """The name at a token, past words that may stand before it."""
    while index < len(statement) and statement[index].kind == "word" and statement[index].lower in _SKIPPED:
        index += 1
    parts: list[Token] = []
    while index < len(statement) and statement[index].kind in ("word", "quoted"):
        token = statement[index]
        parts.append(unquoted(token))
        index += 1
        if token.kind == "word" and token.text.endswith("."):
            continue
        if index < len(statement) and statement[index].text == ".":
            index += 1
            continue
        break
    if not parts or not parts[-1].text:
        return None
    schema = parts[-2].text.lower() if len(parts) > 1 else PUBLIC
    return _Name(schema, parts[-1].text.lower(), parts[-1].start, parts[-1].end, index)


def _sources(statement: Statement, index: int) -> Iterator[str]:
    """The tables that a query reads, with their schemas."""
    for position in range(index, len(statement) - 1):
        if statement[position].lower in ("from", "join"):
            name = _name(statement, position + 1)
            if name is not None:
                yield f"{name.schema}.{name.name}"


def _sequence(words: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where some words stand one after the other."""
    length = len(wanted)
    return next(
        (start for start in range(len(words) - length + 1) if tuple(words[start : start + length]) == tuple(wanted)),
        None,
    )
