"""Tables in SQL text: ``CREATE TABLE``, ``CREATE VIRTUAL TABLE`` and ``ALTER TABLE … ADD``, with character offsets.

The reader looks at the structure of these statements only and skips what it does not know, so that any dialect, parts
of statements and text with placeholders in it can be read. Offsets count characters of the text that is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from secure_lint.formats.sql_tokens import Token, next_token, unquoted

_STATEMENT = re.compile(
    r"""'(?:[^']|'')*+(?:'|\Z) | "[^"]*+(?:"|\Z) | `[^`]*+(?:`|\Z)
      | --[^\n]*+ | /\*.*?(?:\*/|\Z) | \b(?:CREATE|ALTER)\b""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONSTRAINT_WORDS = frozenset(
    {
        "constraint", "primary", "unique", "check", "foreign", "references", "not", "null", "default",
        "collate", "generated", "on", "autoincrement", "auto_increment", "comment", "key", "identity", "encode",
        "invisible", "visible", "stored", "character", "charset", "unindexed",
    }
)  # fmt: skip
_MODIFIERS = frozenset(
    {
        "temp", "temporary", "global", "local", "unlogged", "virtual", "or", "replace", "external", "foreign",
        "transient",
    }
)  # fmt: skip
_AFTER_CONSTRAINT_NAME = frozenset(
    {
        "primary", "unique", "check", "foreign", "not", "null", "default", "exclude", "collate",
    }
)  # fmt: skip


class DdlColumn(msgspec.Struct, frozen=True):
    """A column. ``name`` is without quotes and stands at ``[start, end)``.

    ``type`` is the declared type as written; ``constraints`` the text after it; ``adapter`` the program's type that
    SQLDelight maps the column to (``AS kotlin.Boolean``).
    """

    name: str
    type: str | None
    start: int
    end: int
    constraints: str = ""
    adapter: str | None = None
    comment: str | None = None


class DdlTable(msgspec.Struct, frozen=True):
    """A table. ``name`` stands at ``[start, end)``.

    ``module`` is that of a virtual table (``fts4``). ``added`` tells that the columns are added to a table that is
    declared elsewhere.
    """

    name: str
    columns: tuple[DdlColumn, ...]
    start: int
    end: int
    module: str | None = None
    added: bool = False


def read_ddl(text: str) -> tuple[DdlTable, ...]:
    """All tables that the statements in ``text`` declare or add columns to, in order."""
    tables: list[DdlTable] = []
    position = 0
    for match in _STATEMENT.finditer(text):
        if match.start() < position or match.group()[0] not in "cCaA":
            continue
        statement = _Statement(text, match.end())
        table = statement.created() if match.group()[0] in "cC" else statement.altered()
        if table is not None:
            tables.append(table)
            position = statement.position
    return tuple(tables)


class _Item(msgspec.Struct):
    """What stands between two commas of a table's body, comments apart."""

    tokens: list[Token] = []
    comments: list[str] = []


class _Statement:
    """The tokens of one statement after its first word."""

    def __init__(self, text: str, start: int) -> None:
        self.position = start
        self._text = text
        self._token: Token | None = None
        self._advance()

    def created(self) -> DdlTable | None:
        """The table of a ``CREATE`` statement."""
        virtual = False
        while self._token is not None and self._token.lower in _MODIFIERS:
            virtual = virtual or self._token.lower == "virtual"
            self._advance()
        if not self._skip("table"):
            return None
        if self._skip("if"):
            self._skip("not")
            self._skip("exists")
        name = self._name()
        if name is None:
            return None
        module = None
        if virtual and self._skip("using") and self._token is not None:
            module = self._token.text
            self._advance()
        columns: tuple[DdlColumn, ...] = ()
        if self._token is not None and self._token.text == "(":
            columns = tuple(_columns(self._text, self._items(), virtual=virtual))
        elif module is None:
            return None
        return DdlTable(name.text, columns, name.start, name.end, module)

    def altered(self) -> DdlTable | None:
        """The column that an ``ALTER TABLE`` statement adds."""
        if not self._skip("table"):
            return None
        if self._skip("if"):
            self._skip("exists")
        name = self._name()
        if name is None or not self._skip("add"):
            return None
        self._skip("column")
        if self._skip("if"):
            self._skip("not")
            self._skip("exists")
        item = _Item()
        while self._token is not None and self._token.text not in (";", ","):
            item.tokens.append(self._token)
            self._advance()
        columns = tuple(_columns(self._text, [item], virtual=False))
        return DdlTable(name.text, columns, name.start, name.end, added=True) if columns else None

    def _advance(self) -> None:
        """Go to the next token that is no comment."""
        token = next_token(self._text, self.position)
        while token is not None and token.kind == "comment":
            token = next_token(self._text, token.end)
        self._token = token
        self.position = token.end if token else len(self._text)

    def _skip(self, word: str) -> bool:
        if self._token is None or self._token.kind != "word" or self._token.lower != word:
            return False
        self._advance()
        return True

    def _at(self, mark: str) -> bool:
        return self._token is not None and self._token.text == mark

    def _name(self) -> Token | None:
        """A name, of which a schema's prefix is dropped."""
        while self._token is not None and self._token.kind in ("word", "quoted", "string"):
            token = self._token
            self._advance()
            if token.kind == "word" and token.text.endswith("."):
                continue
            if self._at("."):
                self._advance()
                continue
            name = unquoted(token)
            return name if name.text else None
        return None

    def _items(self) -> list[_Item]:
        """The comma-separated items up to the parenthesis that closes the one at the current token."""
        items, depth, angles = [_Item()], 1, 0
        last_end = self.position
        while depth and (token := next_token(self._text, self.position)) is not None:
            self.position = token.end
            item = items[-1]
            if token.kind == "comment":
                same_line = "\n" not in self._text[last_end : token.start]
                owner = items[-2] if same_line and not item.tokens and len(items) > 1 else item
                owner.comments.append(token.text.strip("-/* \t\r\n"))
                continue
            last_end = token.end
            if token.kind == "mark" and token.text in "()":
                depth += 1 if token.text == "(" else -1
            elif token.kind == "mark" and token.text in "<>" and any(one.lower == "as" for one in item.tokens):
                angles += 1 if token.text == "<" else -1
            elif token.text == "," and depth == 1 and angles <= 0:
                items.append(_Item())
                angles = 0
                continue
            if depth:
                item.tokens.append(token)
        return items


def _columns(text: str, items: list[_Item], *, virtual: bool) -> Iterator[DdlColumn]:
    for item in items:
        tokens = item.tokens
        if not tokens or tokens[0].kind not in ("word", "quoted", "string") or _is_table_constraint(tokens):
            continue
        if virtual and any(token.text == "=" for token in tokens):
            continue
        name = unquoted(tokens[0])
        if not any(character.isalnum() for character in name.text):
            continue
        type_end = _end_of_type(tokens)
        adapter_end = type_end
        if type_end + 1 < len(tokens) and tokens[type_end].lower == "as" and tokens[type_end + 1].text != "(":
            adapter_end = _end_of_type(tokens, type_end + 1)
        yield DdlColumn(
            name.text,
            _written(text, tokens[1:type_end]),
            name.start,
            name.end,
            _written(text, tokens[adapter_end:]) or "",
            _written(text, tokens[type_end + 1 : adapter_end]),
            " ".join(filter(None, item.comments)) or None,
        )


def _end_of_type(tokens: list[Token], start: int = 1) -> int:
    """The index of the first token after the type that starts at ``start``."""
    depth = 0
    for index, token in enumerate(tokens[start:], start):
        if token.kind == "mark" and token.text in "()":
            depth += 1 if token.text == "(" else -1
        elif not depth and token.kind == "word" and (token.lower in _CONSTRAINT_WORDS or token.lower == "as"):
            return index
    return len(tokens)


def _written(text: str, tokens: list[Token]) -> str | None:
    return " ".join(text[tokens[0].start : tokens[-1].end].split()) if tokens else None


def _is_table_constraint(tokens: list[Token]) -> bool:
    """Whether an item constrains the table. ``key``, ``check`` and the like are names of columns too."""
    if tokens[0].kind != "word":
        return False
    second = tokens[1].lower if len(tokens) > 1 else ""
    third = tokens[2].lower if len(tokens) > 2 else ""
    match tokens[0].lower:
        case "primary" | "foreign":
            return second == "key"
        case "check":
            return second == "("
        case "unique" | "fulltext" | "spatial":
            return second in ("(", "key", "index") or third == "("
        case "constraint":
            return third in _AFTER_CONSTRAINT_NAME
        case "key" | "index":
            # MySQL: KEY name (column); against a column "key VARCHAR(20)".
            fourth = tokens[3].text if len(tokens) > 3 else ""
            return second == "(" or (third == "(" and not fourth.isdigit())
        case "like":
            return len(tokens) > 1 and tokens[1].kind in ("word", "quoted") and third in ("", "including", "excluding")
        case "exclude":
            return second in ("using", "(")
        case _:
            return False
