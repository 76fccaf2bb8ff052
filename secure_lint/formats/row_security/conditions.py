"""Whom the condition of a row-level policy lets in.

The functions ``auth.uid()``, ``auth.role()`` and ``auth.jwt()`` and the roles ``anon``, ``authenticated`` and
``service_role`` are those of Supabase (https://supabase.com/docs/guides/database/postgres/row-level-security).
What is not understood counts as a restriction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from secure_lint.formats.sql_tokens import Token
from secure_lint.model.access import Principal

_ALWAYS = re.compile(r"true|1=1|'t'(::boolean)?")
_SIGNED_IN = re.compile(r"\(*(select)?auth\.(uid|jwt|email)\(\)(as\w+)?\)*(isnotnull|(<>|!=)''.*)")
_ROLE = re.compile(
    r"\(*(?:select)?(?:auth\.role\(\)|auth\.jwt\(\)->>'role')(?:as\w+)?\)*(?:::text)?(=|in\(|=any\()(.*)"
)
_BUCKET = re.compile(r"bucket_id(::text)?=.*")
_CALLER = re.compile(r"\bauth\.|\bcurrent_|\bsession_user\b|\brequest\.")
_HOLDER = re.compile(
    r"\(*(select)?auth\.uid\(\)(as\w+)?\)*(::text)?=\w+(\.\w+)?|\w+(\.\w+)?(::text)?=\(*(select)?auth\.uid\(\)(as\w+)?\)*"
)
_SELF_SERVICE = re.compile(r"user_metadata\b|\braw_user_meta_data\b")
_PLAIN_FUNCTIONS = frozenset(
    {
        "length", "char_length", "character_length", "octet_length", "coalesce", "lower", "upper", "trim", "btrim",
        "now", "array_length", "cardinality", "in", "and", "or", "not", "is", "between", "like", "ilike", "any",
        "nullif", "storage.foldername", "storage.filename", "storage.extension",
    }
)  # fmt: skip
_MOST_NESTED = 40


class Demand(msgspec.Struct, frozen=True):
    """Whom a condition lets in, and whether it looks at what is written.

    ``holder`` tells that it compares the caller with a column of the row.
    """

    principal: Principal
    written: bool = False
    holder: bool = False


ANYONE = Demand(Principal.ANYONE)
_SIGNED_IN_ONLY = Demand(Principal.SIGNED_IN)
_RESTRICTED = Demand(Principal.RESTRICTED)
NOBODY = Demand(Principal.NOBODY)


def demand(tokens: Sequence[Token], *, of_written: bool, depth: int = 0) -> Demand:
    """What a condition asks; ``of_written`` tells that it is about a new row and not one that is stored."""
    if depth > _MOST_NESTED or not tokens:
        return _RESTRICTED
    tokens = _without_parentheses(tokens)
    parts = _split(tokens, "or")
    if len(parts) > 1:
        found = [demand(part, of_written=of_written, depth=depth + 1) for part in parts]
        return min(found, key=lambda one: (one.principal, one.written, not one.holder))
    parts = _split(tokens, "and")
    if len(parts) > 1:
        found = [demand(part, of_written=of_written, depth=depth + 1) for part in parts]
        strictest = max(one.principal for one in found)
        holder = strictest is Principal.RESTRICTED and all(one.holder for one in found if one.principal == strictest)
        return Demand(strictest, any(one.written for one in found), holder)
    return _leaf(tokens, of_written=of_written)


def trusts_self_service(tokens: Sequence[Token]) -> bool:
    """Whether a condition looks at metadata that every user may change of the own account."""
    return _SELF_SERVICE.search(_joined(tokens)) is not None


def _leaf(tokens: Sequence[Token], *, of_written: bool) -> Demand:
    text = _joined(tokens)
    if _ALWAYS.fullmatch(text) or _BUCKET.fullmatch(text):
        return ANYONE
    if text in ("false", "1=0"):
        return NOBODY
    if _SIGNED_IN.fullmatch(text):
        return _SIGNED_IN_ONLY
    if _HOLDER.fullmatch(text):
        return Demand(Principal.RESTRICTED, holder=True)
    role = _ROLE.fullmatch(text)
    if role is not None:
        return _of_roles(role[2])
    if of_written and not _CALLER.search(text) and not _calls_or_looks_up(tokens):
        return Demand(Principal.ANYONE, written=True)
    return _RESTRICTED


def _of_roles(text: str) -> Demand:
    names = set(re.findall(r"'(\w+)'", text))
    if "anon" in names:
        return ANYONE
    return _SIGNED_IN_ONLY if "authenticated" in names else _RESTRICTED


def _calls_or_looks_up(tokens: Sequence[Token]) -> bool:
    """Whether there is a subquery or a call of a function that may do anything."""
    for index, token in enumerate(tokens):
        if token.lower in ("select", "exists"):
            return True
        called = index + 1 < len(tokens) and tokens[index + 1].text == "(" and token.kind in ("word", "quoted")
        if called:
            before = tokens[index - 1].lower if index and tokens[index - 1].text.endswith(".") else ""
            if f"{before}{token.lower}" not in _PLAIN_FUNCTIONS:
                return True
    return False


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(token.lower for token in tokens)


def _without_parentheses(tokens: Sequence[Token]) -> Sequence[Token]:
    for _ in range(_MOST_NESTED):
        if len(tokens) < 3 or tokens[0].text != "(" or closing(tokens, 0) != len(tokens) - 1:
            break
        tokens = tokens[1:-1]
    return tokens


def closing(tokens: Sequence[Token], start: int) -> int:
    """The index of the parenthesis that closes the one at ``start``; the last token's when there is none."""
    depth = 0
    for index in range(start, len(tokens)):
        if tokens[index].text == "(":
            depth += 1
        elif tokens[index].text == ")":
            depth -= 1
            if not depth:
                return index
    return len(tokens) - 1


def _split(tokens: Sequence[Token], word: str) -> list[Sequence[Token]]:
    """The parts between a word outside of parentheses; the ``AND`` of ``BETWEEN`` divides nothing."""
    parts: list[Sequence[Token]] = []
    depth = start = 0
    between = False
    for index, token in enumerate(tokens):
        if token.text in "()":
            depth += 1 if token.text == "(" else -1
        elif not depth and token.kind == "word":
            if token.lower == "between":
                between = True
            elif token.lower == word and between and word == "and":
                between = False
            elif token.lower == word:
                parts.append(tokens[start:index])
                start = index + 1
    return [*parts, tokens[start:]]
