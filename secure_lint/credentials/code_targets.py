"""What a value in source code is given to, told from the tokens around it."""

from __future__ import annotations

import re

from secure_lint.credentials.assignments import Form, NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.code_names import CHAIN, CLOSERS, OPENERS, TYPES, VAGUE, NameReader, is_word
from secure_lint.credentials.lexical import Backward, Lexed, Token

DEFINES = frozenset({"fun", "func", "def", "function", "fn", "void", "class", "init"})
"""Words before a name that make what follows a definition instead of a call."""


_ASSIGNS = frozenset({"=", ":=", "+=", "?=", "??=", "=>", "<-"})
_COMPARES = frozenset({"==", "!=", "===", "!=="})
_FALLBACKS = frozenset({"||", "??", "?:", "or", "?", "else", "&&"})
_LISTS = TYPES | {"new", "list", "List", "arrayOf", "listOf", "[", "]", "<", ">"}
_SKIPPED = frozenset(
    [
        "new",
        "await",
        "try",
        "*",
        "&",
        "u8",
        "L",
        "u",
        "b",
        "r",
        "f",
        "rb",
        "br",
        "B",
        "R",
        "F",
        "U",
        "N",
        "byte",
        "char",
        "throw",
        "!",
        "@",
        "$",
        "#",
    ]
)
_FUNCTION = re.compile(
    rb"(?:\b(?:fun|func|def|function|fn|sub|String|string|str|static|public|private|protected|internal|override|char|byte|get)"
    rb"\b|\*|\])\s*\*?\s*([A-Za-z_]\w*)\s*(?:\(|=>|\{)"
    rb"|\b(?!(?:if|for|while|switch|catch|lock|using|synchronized|return|elif|when)\b)([A-Za-z_]\w*)"
    rb"[ \t]{0,4}\([^(){};]{0,200}\)[^(){};=]{0,60}\{"
    rb"|\)[ \t]{0,4}([A-Za-z_]\w*)\s{0,4}\{"
    rb"|\bvar[ \t]+([A-Za-z_]\w*)[ \t]{0,4}:[ \t]{0,4}[\w?<>\[\].]{1,60}[ \t]{0,4}\{"
    rb"|\b([A-Za-z_]\w*)\s{0,8}\{\s{0,20}get\s{0,8}\{"
)
_MOST_STEPS = 6
_FARTHEST_HEADER = 300
"""Bytes before a ``return`` in which the name of its function is looked for."""

Target = tuple[str, Form]
"""A name and how a value is given to it."""


class TargetReader:
    """Finds out what the value at a place of one file is given to."""

    def __init__(self, lexed: Lexed, calls: CallModel, named: NamedPredicate) -> None:
        self._lexed = lexed
        self._calls = calls
        self._named = named
        self._names = NameReader()

    def target(self, tokens: Backward, following: list[Token]) -> Target | None:
        """What the value between ``tokens`` (before it, nearest first) and ``following`` is given to."""
        compared = self._compared_with(following)
        if compared:
            return compared, Form.COMPARISON
        labelled = self._named_after(following)
        if labelled:
            return labelled, Form.ARGUMENT
        at = 0
        for _ in range(_MOST_STEPS):
            while tokens.has(at) and not tokens[at].string and tokens[at].text in _SKIPPED:
                at += 1
            if not tokens.has(at) or tokens[at].string:
                return None
            step = self._step(tokens, at, following)
            if not isinstance(step, int):
                return step
            at = step
        return None

    def owner(self, tokens: Backward) -> str:
        """The name of the entry that holds the record in which a value stands (``smtp: { pass: "..." }``)."""
        opening = self._names.open_of(tokens, 0)[0] if tokens.has(0) else None
        if opening is None or tokens[opening].text != "{" or not tokens.has(opening + 2):
            return ""
        name = tokens[opening + 2]
        return name.text if tokens[opening + 1].text == ":" and (name.string or is_word(name)) else ""

    def _step(self, tokens: Backward, at: int, following: list[Token]) -> Target | int | None:
        """Handle the sign before a value; an integer is the place from which to look further out."""
        sign = tokens[at].text
        if sign in _ASSIGNS:
            first = self._first_of_several(tokens, at + 1) if following and following[0].text == "," else at + 1
            return self._named_target(tokens, first, Form.ENTRY if sign == "=>" else Form.ASSIGNMENT)
        if sign in _COMPARES and tokens.has(at + 2) and tokens[at + 1].text == ")" and tokens[at + 2].text == "(":
            return self._compared(tokens, at + 1), Form.COMPARISON
        if sign in _COMPARES:
            return self._named_target(tokens, at + 1, Form.COMPARISON)
        if sign in _FALLBACKS or (sign == ":" and self._is_ternary(tokens, at + 1)):
            return self._looked_up_before(tokens, at + 1) or self._skip_operand(tokens, at + 1)
        if sign in (":", "to"):
            return self._compared_before(tokens, at + 1) or self._named_target(tokens, at + 1, Form.ENTRY)
        if tokens.has(at + 1) and tokens[at + 1].text in ("define", "by") and is_word(tokens[at]):
            return self._named_target(tokens, at if tokens[at + 1].text == "define" else at + 2, Form.ASSIGNMENT)
        if sign == ")" and following and following[0].text == "}":
            return self._named_target(tokens, at, Form.ENTRY)
        if sign == "->":
            return at + 1
        if sign in ("(", ","):
            return self._argument(tokens, at, following)
        if sign in ("{", "["):
            return self._before_list(tokens, at)
        return self._returned(tokens[at].start) if sign == "return" else None

    def _named_after(self, following: list[Token]) -> str:
        """The name that the next argument gives to the value (``set("...", forKey: "token")``)."""
        words = [token for token in following if token.string or token.text not in (",", "@")]
        if len(words) < 3 or words[0].string or not words[2].string or words[1].text not in (":", "="):
            return ""
        return words[2].text if self._calls.names_value(words[0].text) else ""

    def _looked_up_before(self, tokens: Backward, at: int) -> Target | None:
        """What is looked up before the sign at whose other side a value stands in (``env["TOKEN"] ?? "..."``)."""
        name = self._names.name(tokens, at, Form.ENTRY)
        return (name, Form.ENTRY) if name.isupper() and self._named(name) else None

    def _compared_before(self, tokens: Backward, at: int) -> Target | None:
        """The receiver of a comparison in the manner of Smalltalk (``[password isEqualToString:@"..."]``)."""
        if not tokens.has(at + 1) or tokens[at].string or not self._calls.compares(tokens[at].text):
            return None
        name = self._compared(tokens, at + 1)
        return (name, Form.COMPARISON) if name else None

    def _compared(self, tokens: Backward, at: int) -> str:
        """The last name of a chain before ``at`` that says what is compared: past ``text`` and ``getText()``."""
        while tokens.has(at) and not tokens[at].string:
            if tokens[at].text == ")" and tokens.has(at + 2) and tokens[at + 1].text == "(":
                at += 2
            if not is_word(tokens[at]):
                return ""
            if not self._calls.says_little(tokens[at].text):
                return self._calls.typed_in(tokens[at].text)
            if not tokens.has(at + 2) or tokens[at + 1].text not in CHAIN:
                return tokens[at].text
            at += 2
        return ""

    def _argument(self, tokens: Backward, at: int, following: list[Token]) -> Target | int | None:
        """Handle a value that is an argument; an integer is the place from which to look further out."""
        opening, position, previous = self._names.open_of(tokens, at)
        if opening is None:
            return None
        if tokens[opening].text in ("{", "["):
            if previous is not None and position == 1 and self._is_entry(tokens, opening, following):
                return previous, Form.ENTRY
            return self._before_list(tokens, opening)
        callee, receiver, start = self._names.callee(tokens, opening + 1)
        if not callee:
            return opening + 1 if position == 0 else None
        if position and previous is not None and self._calls.takes_pairs(callee):
            return previous, Form.ARGUMENT
        if position == 0 and self._calls.compares(callee) and receiver:
            return self._compared(tokens, opening + 3), Form.COMPARISON
        alone = bool(following) and following[0].text == ")"
        if position == 0 and self._calls.hands_on(callee):
            return start
        if alone and not self._calls.looks_up(callee) and self._named(callee) and callee[0].islower():
            return callee, Form.ARGUMENT
        made = callee[0].isupper() and not (receiver and self._calls.looks_up(callee))
        if position == 0 and alone and made and not self._is_annotation(tokens, start):
            return start
        return None

    @staticmethod
    def _is_annotation(tokens: Backward, start: int) -> bool:
        """Whether what starts before ``start`` only describes what follows it (``@Field("password") password``)."""
        return tokens.has(start) and not tokens[start].string and tokens[start].text == "@"

    @staticmethod
    def _is_entry(tokens: Backward, opening: int, following: list[Token]) -> bool:
        """Whether a list of two is an entry of a collection (``{ { "key", "value" }, ... }``)."""
        closes = bool(following) and following[0].text in ("}", "]")
        return closes and tokens.has(opening + 1) and tokens[opening + 1].text in ("{", "[", ",", "(")

    def _before_list(self, tokens: Backward, at: int) -> int:
        """The place before a list literal's bracket and the type that stands before it (``new byte[] {``)."""
        at += 1
        while tokens.has(at) and not tokens[at].string and tokens[at].text in _LISTS:
            at += 1
        return at

    def _is_ternary(self, tokens: Backward, at: int) -> bool:
        """Whether the colon before ``at`` belongs to ``condition ? a : b``."""
        depth = 0
        for index in range(at, at + 14):
            if not tokens.has(index):
                return False
            token = tokens[index]
            if token.string:
                continue
            if token.text in CLOSERS:
                depth += 1
            elif token.text in OPENERS:
                depth -= 1
            if depth < 0 or (depth == 0 and token.text in (",", ";", "=")):
                return False
            if depth == 0 and token.text == "?":
                return index != at
        return False

    def _skip_operand(self, tokens: Backward, at: int) -> int:
        """The place before the expression that ends at ``at``, where what it is given to must stand."""
        depth, index = 0, at - 1
        while tokens.has(index + 1):
            index += 1
            token = tokens[index]
            if token.string:
                continue
            if token.text in CLOSERS:
                depth += 1
            elif token.text in OPENERS:
                if depth == 0:
                    return index
                depth -= 1
            elif depth == 0 and (token.text in _ASSIGNS or token.text in (",", ";", "return", ":")):
                return index
        return index + 1

    def _named_target(self, tokens: Backward, at: int, form: Form) -> Target | None:
        name = self._names.name(tokens, at, form)
        if form is Form.COMPARISON and name:
            return self._calls.typed_in(name), form
        if self._calls.is_value(name):
            paired = self._paired(tokens, at + 1)
            if paired:
                return paired, Form.ENTRY
        if form is Form.ASSIGNMENT and tokens.has(at + 1) and tokens[at + 1].text in (".", "->", "["):
            form = Form.MEMBER
        elif name and form in (Form.ASSIGNMENT, Form.ENTRY) and self._labels_argument(tokens, at):
            form = Form.LABEL
            name = self._looked_up(tokens, at) if name.lower() in VAGUE else name
        return (name, form) if name else None

    @staticmethod
    def _first_of_several(tokens: Backward, at: int) -> int:
        """Where the first of several targets ends that are assigned at once (``a.secret, _ = "...", x``)."""
        while tokens.has(at + 2) and is_word(tokens[at]) and tokens[at + 1].text == ",":
            at += 2
        return at

    def _labels_argument(self, tokens: Backward, at: int) -> bool:
        """Whether the name at ``at`` labels an argument of a call (``connect(password: "...")``)."""
        if tokens[at].string or not tokens.has(at + 1) or tokens[at + 1].text not in ("(", ","):
            return False
        opening, _, _ = self._names.open_of(tokens, at + 1)
        if opening is None or tokens[opening].text != "(" or not tokens.has(opening + 2):
            return False
        return tokens[opening + 1].text.isidentifier() and tokens[opening + 2].text not in DEFINES

    def _paired(self, tokens: Backward, at: int) -> str:
        """The name that stands before a value of the same call or record (``Cookie(name: "token", value: "...")``)."""
        if not tokens.has(at + 3) or tokens[at].text != "," or not tokens[at + 1].string:
            return ""
        first = at + 3 if tokens[at + 2].text == "@" else at + 2
        if not tokens.has(first + 1) or tokens[first].text not in (":", "="):
            return ""
        return tokens[at + 1].text if self._calls.names_value(tokens[first + 1].text) else ""

    def _looked_up(self, tokens: Backward, at: int) -> str:
        """What a call looks up whose argument at ``at`` is used when nothing is found (``get("x", default: ...)``)."""
        opening, _, _ = self._names.open_of(tokens, at + 1)
        if opening is None or not self._calls.falls_back(self._names.callee(tokens, opening + 1)[0]):
            return ""
        return tokens[opening - 1].text if tokens[opening - 1].string else ""

    def _compared_with(self, following: list[Token]) -> str:
        """The name that a comparison after the literal compares it with (``"x".equals(password)``, ``"x" == pin``)."""
        if len(following) >= 2 and not following[0].string and following[0].text in _COMPARES:
            return self._last_of_chain(following[1:])
        if len(following) >= 4 and following[0].text in CHAIN and self._calls.compares(following[1].text):
            return self._last_of_chain(following[3:])
        return ""

    def _last_of_chain(self, tokens: list[Token]) -> str:
        name = ""
        for token in tokens:
            if token.string:
                break
            if is_word(token):
                name = name if name and self._calls.says_little(token.text) else token.text
            elif token.text not in CHAIN:
                break
        return self._calls.typed_in(name)

    def _returned(self, offset: int) -> Target | None:
        """The name of the function that the ``return`` at ``offset`` leaves, when it stands close by."""
        found = None
        for match in _FUNCTION.finditer(self._lexed.data, max(0, offset - _FARTHEST_HEADER), offset):
            found = match
        if found is None or b"}" in self._lexed.data[found.end() : offset]:
            return None
        return next(name for name in found.groups() if name).decode("ascii", "replace"), Form.RETURN
