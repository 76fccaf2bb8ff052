"""Assignments in source code without a front end, read from the tokens around each string literal."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.lexical import Backward, Lexed, StringToken, Token

_ASSIGNS = frozenset({"=", ":=", "+=", "?=", "??=", "=>", "<-"})
_COMPARES = frozenset({"==", "!=", "===", "!=="})
_FALLBACKS = frozenset({"||", "??", "?:", "or", "?", "else", "&&"})
_OPENERS, _CLOSERS = frozenset("([{"), frozenset(")]}")
_TYPES = frozenset({"string", "String", "str", "byte", "char", "rune", "any", "object", "Object", "CharSequence", "NSString", "Any", "bytes", "let", "var", "val", "const", "static", "final"})
_VAGUE = frozenset({"value", "text", "default", "defaultvalue", "stringvalue", "data", "raw", "val", "content", "plaintext"})
_SKIPPED = frozenset({"new", "await", "try", "*", "&", "u8", "L", "u", "b", "r", "f", "rb", "br", "B", "R", "F", "U", "N", "byte", "char", "throw", "!"})
_FUNCTION = re.compile(
    rb"(?:\b(?:fun|func|def|function|fn|sub|String|string|str|static|public|private|protected|internal|override|char|byte|get)\b|\*|\])\s*\*?\s*([A-Za-z_]\w*)\s*(?:\(|=>|\{)"
)
_GIVEN = rb"(?![\w$])(?:\s*(?:\??:\s*[\w<>\[\]?.]{1,40})?\s*:?=(?![=>])|\s*[,)](?=[^\n;]{0,120}[{:]\s*$)|\s*[,)]\s*=>)"
_PARAMETER = re.compile(rb"[(,]\s*(?:[\w<>\[\]?.@]+\s+){0,3}$|[(,]$")
_BRACES = re.compile(rb"[{}]")
_DEFINES = frozenset({"fun", "func", "def", "function", "fn", "void", "class", "init"})
_NEAR_BEFORE = 260
_LONGEST_VALUE = 4000


class _Near:
    """Whether an offset lies shortly after one of some sorted offsets."""

    def __init__(self, hits: Sequence[int]) -> None:
        self._hits = hits

    def reaches(self, offset: int) -> bool:
        index = bisect.bisect_right(self._hits, offset + 8) - 1
        return index >= 0 and offset - self._hits[index] < _NEAR_BEFORE


class CodeReader:
    """Reads the assignments of one file near the offsets where credential words stand."""

    def __init__(self, lexed: Lexed, lowered: bytes, calls: CallModel, named: NamedPredicate) -> None:
        self._lexed = lexed
        self._lowered = lowered
        self._calls = calls
        self._named = named
        self._constants: dict[str, list[tuple[int, int]]] | None = None
        self._known_definitions: dict[str, list[tuple[int, int | None]]] = {}

    def read(self, hits: Sequence[int], call_hits: Sequence[tuple[int, int]]) -> Iterator[Assignment]:
        """Assignments near ``hits``, and arguments of the calls whose names stand at ``call_hits``."""
        last = -1
        for hit in hits:
            index = self._lexed.containing(hit)
            index = self._lexed.index_at(hit) if index is None else index
            index = max(index, last + 1)
            while index < len(self._lexed.strings) and self._lexed.strings[index].outer_start < hit + _NEAR_BEFORE:
                yield from self._string(index)
                last = index
                index += 1
        for start, end in call_hits:
            yield from self._consumer(start, end)

    def _string(self, index: int) -> Iterator[Assignment]:
        string = self._lexed.strings[index]
        if not 3 <= string.end - string.start <= _LONGEST_VALUE or self._lexed.data.find(b" ", string.start, string.end) >= 0:
            return
        if self._lexed.keyed and not self._lexed.follows(string, b":"):
            return
        following = self._lexed.after(string.outer_end, 6)
        if following and following[0].text in ("+", "%") and not following[0].string:
            return
        target = self._target(self._lexed.before(string.outer_start), following)
        if target is not None and self._named(target[0]):
            yield self._assignment(target[0], string, target[1])

    def _assignment(self, name: str, string: StringToken, form: Form, purpose: str = "") -> Assignment:
        return Assignment(name, self._text(string), (string.start, string.end), form, purpose)

    def _target(self, tokens: Backward, following: list[Token]) -> tuple[str, Form] | None:
        """What the value at the end of ``tokens`` (nearest first) is given to."""
        compared = self._compared_with(following)
        if compared:
            return compared, Form.COMPARISON
        at = 0
        for _ in range(6):
            while tokens.has(at) and not tokens[at].string and (tokens[at].text in _SKIPPED or tokens[at].text == "@"):
                at += 1
            if not tokens.has(at) or tokens[at].string:
                return None
            sign = tokens[at].text
            if sign in _ASSIGNS:
                first = self._first_of_several(tokens, at + 1) if following and following[0].text == "," else at + 1
                return self._named_target(tokens, first, Form.ENTRY if sign == "=>" else Form.ASSIGNMENT)
            if sign in _COMPARES:
                return self._named_target(tokens, at + 1, Form.COMPARISON)
            if sign == ":":
                if self._is_ternary(tokens, at + 1):
                    at = self._skip_operand(tokens, at + 1)
                    continue
                return self._named_target(tokens, at + 1, Form.ENTRY)
            if sign == "to":
                return self._named_target(tokens, at + 1, Form.ENTRY)
            if sign in _FALLBACKS:
                at = self._skip_operand(tokens, at + 1)
            elif sign in ("(", ","):
                step = self._argument(tokens, at, following)
                if not isinstance(step, int):
                    return step
                at = step
            elif sign in ("{", "["):
                at = self._before_list(tokens, at)
            elif sign == "return":
                return self._returned(tokens[at].start)
            else:
                return None
        return None

    def _argument(self, tokens: Backward, at: int, following: list[Token]) -> tuple[str, Form] | int | None:
        """Handle a value that is an argument; an integer is the place from which to look further out."""
        opening, position, previous = self._open_of(tokens, at)
        if opening is None:
            return None
        if tokens[opening].text in ("{", "["):
            return self._before_list(tokens, opening)
        callee, receiver, start = self._callee(tokens, opening + 1)
        if not callee:
            return opening + 1 if position == 0 else None
        if position and previous is not None and self._calls.takes_pairs(callee):
            return previous, Form.ARGUMENT
        if position == 0 and self._calls.compares(callee) and receiver:
            return receiver, Form.COMPARISON
        alone = bool(following) and following[0].text == ")"
        if position == 0 and self._calls.hands_on(callee):
            return start
        if alone and not self._calls.looks_up(callee) and self._named(callee) and callee[0].islower():
            return callee, Form.ARGUMENT
        if position == 0 and alone and callee[0].isupper():
            return start
        return None

    def _open_of(self, tokens: Backward, at: int) -> tuple[int | None, int, str | None]:
        """The bracket that opens the list in which the value stands, its position, and the string just before it."""
        position, depth, previous = 0, 0, None
        if tokens[at].text == "," and tokens.has(at + 1) and tokens[at + 1].string:
            ahead = tokens[at + 2].text if tokens.has(at + 2) else ""
            previous = tokens[at + 1].text if ahead in ("(", "@") else None
        index = at - 1
        while tokens.has(index + 1):
            index += 1
            token = tokens[index]
            if token.string:
                continue
            if token.text in _CLOSERS:
                depth += 1
            elif token.text in _OPENERS:
                if depth == 0:
                    return index, position, previous
                depth -= 1
            elif token.text == "," and depth == 0:
                position += 1
            elif token.text == ";" and depth == 0:
                return None, position, previous
        return None, position, previous

    @staticmethod
    def _callee(tokens: Backward, at: int) -> tuple[str, str, int]:
        """Name and receiver of the call whose bracket opens before ``at``, and where the call expression starts."""
        if not tokens.has(at) or tokens[at].string or not (tokens[at].text[0].isalpha() or tokens[at].text[0] in "_$"):
            return "", "", at
        name, at, receiver = tokens[at].text, at + 1, ""
        while tokens.has(at + 1) and tokens[at].text in (".", "?.", "->", "::") and not tokens[at].string:
            receiver = receiver or tokens[at + 1].text
            at += 2
        return name, receiver, at

    def _before_list(self, tokens: Backward, at: int) -> int:
        """The place before a list literal's bracket and the type that stands before it (``new byte[] {``)."""
        at += 1
        while tokens.has(at) and not tokens[at].string and (tokens[at].text in "[]<>" or tokens[at].text in _TYPES | {"new", "list", "List", "arrayOf", "listOf"}):
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
            if token.text in _CLOSERS:
                depth += 1
            elif token.text in _OPENERS:
                depth -= 1
            if depth < 0 or depth == 0 and token.text in (",", ";", "="):
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
            if token.text in _CLOSERS:
                depth += 1
            elif token.text in _OPENERS:
                if depth == 0:
                    return index
                depth -= 1
            elif depth == 0 and (token.text in _ASSIGNS or token.text in (",", ";", "return", ":")):
                return index
        return index + 1

    def _named_target(self, tokens: Backward, at: int, form: Form) -> tuple[str, Form] | None:
        name = self._name(tokens, at, form)
        if form is Form.ASSIGNMENT and tokens.has(at + 1) and tokens[at + 1].text in (".", "->", "["):
            form = Form.MEMBER
        elif name and form in (Form.ASSIGNMENT, Form.ENTRY) and self._labels_argument(tokens, at):
            form = Form.ARGUMENT
        return (name, form) if name else None

    @staticmethod
    def _first_of_several(tokens: Backward, at: int) -> int:
        """Where the first of several targets ends that are assigned at once (``a.secret, _ = "...", x``)."""
        while tokens.has(at + 2) and not tokens[at].string and tokens[at].text.isidentifier() and tokens[at + 1].text == ",":
            at += 2
        return at

    def _labels_argument(self, tokens: Backward, at: int) -> bool:
        """Whether the name at ``at`` labels an argument of a call (``connect(password: "...")``)."""
        if tokens[at].string or not tokens.has(at + 1) or tokens[at + 1].text not in ("(", ","):
            return False
        opening, _, _ = self._open_of(tokens, at + 1)
        if opening is None or tokens[opening].text != "(" or not tokens.has(opening + 2):
            return False
        return tokens[opening + 1].text.isidentifier() and tokens[opening + 2].text not in _DEFINES

    def _name(self, tokens: Backward, at: int, form: Form) -> str:
        """The name that ends at ``at``: an identifier, a member, a key in brackets, or a string as a key."""
        while tokens.has(at) and not tokens[at].string and tokens[at].text in ("?", "!", "*", "&", ">"):
            at += 1
        if tokens.has(at + 1) and tokens[at].text == "]" and not tokens[at].string:
            if tokens[at + 1].text == "[":
                at += 2
            elif tokens[at + 1].string:
                return tokens[at + 1].text
            else:
                return ""
        if not tokens.has(at):
            return ""
        token = tokens[at]
        if token.string:
            return token.text
        if token.text == ")" and tokens.has(at + 2) and tokens[at + 1].string and tokens[at + 2].text == "(":
            return tokens[at + 1].text
        if not (token.text[0].isalpha() or token.text[0] in "_$"):
            return ""
        following = tokens[at + 1] if tokens.has(at + 1) else None
        if form is Form.ASSIGNMENT and following is not None and following.text == ":" and tokens.has(at + 2):
            return self._name(tokens, at + 2, Form.ENTRY)
        if token.text in _TYPES and following is not None and not following.string and following.text[0].isalpha():
            return self._name(tokens, at + 1, form)
        if token.text.lower() in _VAGUE and following is not None and following.text in (".", "?.", "->") and tokens.has(at + 2):
            return f"{tokens[at + 2].text}.{token.text}"
        return token.text

    def _compared_with(self, following: list[Token]) -> str:
        """The name that a comparison after the literal compares it with (``"x".equals(password)``, ``"x" == pin``)."""
        if len(following) >= 2 and not following[0].string and following[0].text in _COMPARES:
            return self._last_of_chain(following[1:])
        if len(following) >= 4 and following[0].text in (".", "?.") and self._calls.compares(following[1].text):
            return self._last_of_chain(following[3:])
        return ""

    @staticmethod
    def _last_of_chain(tokens: list[Token]) -> str:
        name = ""
        for token in tokens:
            if token.string:
                break
            if token.text[0].isalpha() or token.text[0] == "_":
                name = token.text
            elif token.text not in (".", "?.", "->", "::"):
                break
        return name

    def _returned(self, offset: int) -> tuple[str, Form] | None:
        """The name of the function that the ``return`` at ``offset`` leaves, when it stands close by."""
        found = None
        for match in _FUNCTION.finditer(self._lexed.data, max(0, offset - 200), offset):
            found = match
        if found is None or b"}" in self._lexed.data[found.end() : offset]:
            return None
        return found.group(1).decode("ascii", "replace"), Form.RETURN

    def _consumer(self, start: int, end: int) -> Iterator[Assignment]:
        """Arguments of the call whose name stands at ``[start, end)`` that are literals or constants of the file."""
        if self._lexed.in_comment(start) or self._lexed.containing(start) is not None:
            return
        tokens = self._lexed.after(end, 60)
        if not tokens or tokens[0].text != "(":
            return
        name = self._lexed.data[start:end].decode("ascii", "replace")
        before = self._lexed.before(start)
        if before.has(0) and before[0].text in _DEFINES:
            return
        receiver = "".join(before[at].text for at in range(5, -1, -1) if before.has(at) and not before[at].string)
        arguments = _split_arguments(tokens)
        for position, label, argument in self._calls.credential_arguments(name, receiver, self._lowered, arguments):
            string, place = self._literal_of(argument)
            if string is not None:
                assignment = self._assignment(label or name, string, Form.CONSUMER, position)
                yield Assignment(assignment.name, assignment.value, place, assignment.form, assignment.purpose)

    def _literal_of(self, argument: list[Token]) -> tuple[StringToken | None, tuple[int, int]]:
        """The literal that an argument is, directly or through a constant, and the place where it is used."""
        words = [token for token in argument if token.string or token.text not in ("(", ")", ".", "new", "@", "b", "u")]
        strings = [token for token in words if token.string]
        if len(strings) == 1 and all(token.string or self._calls.hands_on(token.text) for token in words):
            string = self._lexed.strings[self._lexed.index_at(strings[0].start)]
            return string, (string.start, string.end)
        if not strings and words and all(self._calls.hands_on(token.text) for token in words[1:]) and words[0].text[0].isalpha():
            index = self.constant(words[0].text, words[0].start)
            if index is not None:
                return self._lexed.strings[index], (words[0].start, words[0].end)
        return None, (0, 0)

    def constant(self, name: str, offset: int) -> int | None:
        """Index of the string that ``name`` holds at ``offset``: the last one assigned before, or the only one."""
        if name not in self._constants_by_name():
            return None
        definitions = self._definitions(name)
        for at, index in reversed(definitions):
            if at < offset and self._visible(at, offset):
                return index
        later = [index for at, index in definitions if at > offset and self._visible(offset, at)]
        return later[0] if len(later) == 1 and len(definitions) == 1 else None

    def _visible(self, first: int, second: int) -> bool:
        """Whether no block that holds ``first`` ends before ``second``, told by braces or, in Python, by indentation."""
        between = self._lexed.data[first:second]
        if self._lexed.indented:
            start = self._lexed.data.rfind(b"\n", 0, first) + 1
            depth = first - start
            return all(not line.strip() or len(line) - len(line.lstrip()) >= depth for line in between.split(b"\n")[1:-1])
        depth = 0
        for match in _BRACES.finditer(between):
            depth += 1 if match.group() == b"{" else -1
            if depth < 0:
                return False
        return True

    def _definitions(self, name: str) -> list[tuple[int, int | None]]:
        """Every place that gives ``name`` a value: its offset, and the string if the value is a lone literal."""
        known = self._known_definitions.get(name)
        if known is None:
            literal = dict(self._constants_by_name()[name])
            known = []
            for match in re.finditer(rb"(?<![\w.])" + name.encode() + _GIVEN, self._lexed.data):
                if self._lexed.containing(match.start()) is None:
                    before = self._lexed.data[max(0, match.start() - 80) : match.start()].rstrip()
                    known.append((match.start(), None if _PARAMETER.search(before) else literal.get(match.start())))
            self._known_definitions[name] = known
        return known

    def _constants_by_name(self) -> dict[str, list[tuple[int, int]]]:
        """Names that are assigned a lone string literal: offset of the name and index of the string."""
        if self._constants is None:
            self._constants = {}
            for index, string in enumerate(self._lexed.strings):
                if not 3 <= string.end - string.start <= 400:
                    continue
                before = self._lexed.before(string.outer_start)
                at = self._unwrapped(before, 1 if before.has(0) and before[0].text == "@" else 0)
                if not before.has(at + 1) or before[at].string or before[at].text not in ("=", ":="):
                    continue
                following = self._lexed.after(string.outer_end, 2)
                if following and following[0].text in ("+", "%") or len(following) > 1 and following[0].text == "." and not self._calls.hands_on(following[1].text):
                    continue
                name, at = self._defined(before, at + 1)
                if name:
                    self._constants.setdefault(name, []).append((at, index))
        return self._constants

    def _unwrapped(self, before: Backward, at: int) -> int:
        """The place before calls that only hand the value on (``= JWK.asKey("...")``)."""
        while before.has(at + 1) and not before[at].string and before[at].text == "(":
            callee, _, start = self._callee(before, at + 1)
            if not callee or not (self._calls.hands_on(callee) or self._calls.consumers(callee)):
                return at
            at = start
            while before.has(at) and not before[at].string and before[at].text in ("new", "await"):
                at += 1
        return at

    @staticmethod
    def _defined(before: Backward, at: int) -> tuple[str, int]:
        """The identifier that is assigned at ``at``, past a type annotation, and its offset."""
        while before.has(at) and not before[at].string and before[at].text in ("]", "[", "?", "!", "*"):
            at += 1
        if not before.has(at) or before[at].string or not before[at].text[0].isalpha() and before[at].text[0] not in "_$":
            return "", 0
        if before.has(at + 2) and before[at + 1].text == ":" and not before[at + 2].string:
            at += 2
        return (before[at].text, before[at].start) if before[at].text not in _TYPES else ("", 0)

    def uses_of_constants(self, hits: Sequence[int]) -> Iterator[Assignment]:
        """Constants of the file that are given to something with a credential's name."""
        names = [name for name in self._constants_by_name() if len(name) > 1]
        if not names or not hits:
            return
        pattern = re.compile(rb"(?<![\w$])(?:" + b"|".join(re.escape(name.encode()) for name in sorted(names)) + rb")(?![\w$]|\s*[(=:])")
        near = _Near(hits)
        for match in pattern.finditer(self._lexed.data):
            start, end = match.span()
            if not near.reaches(start) or self._lexed.in_comment(start) or self._lexed.containing(start) is not None:
                continue
            index = self.constant(match.group().decode("ascii", "replace"), start)
            if index is None:
                continue
            following = self._lexed.after(end, 6)
            if following and following[0].text in ("+", "[") or len(following) > 1 and following[0].text == "." and not self._calls.hands_on(following[1].text) and not self._calls.compares(following[1].text):
                continue
            target = self._target(self._lexed.before(start), following)
            if target is not None and self._named(target[0]):
                assignment = self._assignment(target[0], self._lexed.strings[index], target[1])
                yield Assignment(assignment.name, assignment.value, (start, end), assignment.form)

    def formatted(self, index: int, position: int) -> tuple[str, tuple[int, int]] | None:
        """The literal or constant at ``position`` of the values that the format string at ``index`` is given."""
        string = self._lexed.strings[index]
        before = self._lexed.before(string.outer_start)
        at = 1 if before.has(0) and before[0].text in ("@", "$") else 0
        if not before.has(at + 1) or before[at].text != "(" or "format" not in before[at + 1].text.lower():
            return None
        arguments = _split_arguments([before[at], *self._lexed.after(string.outer_start, 60)])
        if position + 1 >= len(arguments):
            return None
        literal, place = self._literal_of(arguments[position + 1])
        return None if literal is None else (self._text(literal), place)

    def _text(self, string: StringToken) -> str:
        return self._lexed.data[string.start : string.end].decode("utf-8", "replace")

    def concatenated(self, index: int) -> tuple[str, tuple[int, int]] | None:
        """What follows the string at ``index`` by ``+``: a literal or a constant of the file, and its place."""
        tokens = self._lexed.after(self._lexed.strings[index].outer_end, 3)
        if len(tokens) < 2 or tokens[0].text != "+" or tokens[0].string:
            return None
        if not tokens[1].string and len(tokens) > 2 and tokens[2].text in ("(", ".", "["):
            return None
        string, _ = self._literal_of([tokens[1]])
        if string is None:
            return None
        return self._text(string), (tokens[1].start, tokens[1].end)


def _split_arguments(tokens: list[Token]) -> list[list[Token]]:
    """The arguments of a call whose opening bracket is the first token."""
    arguments: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[1:]:
        if not token.string:
            if token.text in _CLOSERS:
                if depth == 0:
                    return arguments if arguments != [[]] else []
                depth -= 1
            elif token.text in _OPENERS:
                depth += 1
            elif token.text == "," and depth == 0:
                arguments.append([])
                continue
        arguments[-1].append(token)
    return []
