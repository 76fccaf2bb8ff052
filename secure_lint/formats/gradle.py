"""Groovy build files (``build.gradle``, ``settings.gradle``), read without evaluating them.

The reader knows blocks, calls with and without parentheses, assignments, lists and maps; whatever else stands in a
script is kept as the text of an expression or skipped. Conditions do not matter: all branches are read. `gradle_values`
describes the paths and values.
"""

from __future__ import annotations

from secure_lint.formats.gradle_values import (
    NAMED_ELEMENT_CALLS,
    CallValue,
    GradleSettings,
    ListValue,
    MapEntry,
    Scalar,
    Value,
    expression,
)
from secure_lint.formats.groovy_tokens import Token, tokens
from secure_lint.formats.reading import (
    LINTER_MARK,
    MAX_RECURSION,
    ReadDocument,
    TooMuchError,
    check_depth,
    join,
    linter_comment,
    read_problem,
)
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.model.span import Span
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_CONTROL_FLOW = frozenset({"if", "else", "for", "while", "switch", "try", "catch", "finally", "do"})
_DECLARING = frozenset({"def", "final", "static", "private", "public", "protected", "var"})
_WHOLE_LINE = frozenset({"import", "package", "return", "throw", "assert", "case", "default", "break"})
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_OPERATOR_WORDS = frozenset({"as", "in", "instanceof"})
_CONSTANTS = frozenset({"true", "false", "null"})


class _GroovyReader:
    """A recursive descent over the tokens; ``prefix`` is the path of the enclosing blocks."""

    def __init__(self, source: SourceText) -> None:
        self._text = source.text
        self._places = Places(source.text)
        self._tokens = tokens(source.text)
        self.comments = self._take_comments()
        self.settings = GradleSettings()
        self._index = 0
        self._depth = 0

    @property
    def here(self) -> int:
        """The offset of the current token."""
        return self._token.start

    def read(self) -> None:
        """Read the whole script."""
        while self._token.kind != "end":
            self._block("")
            # A closing brace without an opening one.
            self._index += self._token.kind != "end"

    def span(self, start: int, end: int) -> Span:
        """The span of the characters ``[start, end)``."""
        return self._places.span(start, end)

    def _key_span(self, token: Token) -> Span:
        if token.kind == "word":
            return self.span(token.start, token.end)
        return self.span(token.inner_start, token.inner_end)

    def _take_comments(self) -> tuple[Comment, ...]:
        comments = [token for token in self._tokens if token.kind == "comment"]
        self._tokens = [token for token in self._tokens if token.kind != "comment"]
        if LINTER_MARK not in self._text:
            return ()
        found = (linter_comment(self._text, self._places, token.start, token.end) for token in comments)
        return tuple(comment for comment in found if comment is not None)

    @property
    def _token(self) -> Token:
        return self._ahead(0)

    def _ahead(self, distance: int = 1) -> Token:
        return self._tokens[min(self._index + distance, len(self._tokens) - 1)]

    def _at(self, *marks: str) -> bool:
        return self._token.kind == "mark" and self._token.value in marks

    def _skip_newlines(self) -> None:
        while self._token.kind == "newline":
            self._index += 1

    def _enter(self) -> None:
        self._depth += 1
        check_depth(self._depth, MAX_RECURSION)

    def _braces(self, prefix: str) -> None:
        """A block in braces; the current token is the opening one."""
        self._enter()
        self._index += 1
        self._block(prefix)
        self._index += self._at("}")
        self._depth -= 1

    def _block(self, prefix: str) -> None:
        """Statements up to a closing brace or the end."""
        while self._token.kind != "end" and not self._at("}"):
            before = self._index
            self._statement(prefix)
            self._index += self._index == before

    def _statement(self, prefix: str) -> None:
        token = self._token
        if self._at("{"):
            self._braces(prefix)
        elif self._at("(", "["):
            self._balanced()
        elif token.kind == "mark" and token.value == "@":
            self._index += 2
        elif token.kind != "word":
            self._index += 1
        elif token.value in _CONTROL_FLOW:
            self._index += 1
            if self._at("("):
                self._balanced()
        elif token.value in _WHOLE_LINE and self._ahead().kind in ("word", "newline", "string", "template"):
            self._raw(newlines_end=True)
        elif token.value in _DECLARING or (self._ahead().kind == "word" and self._ahead(2).value == "="):
            self._index += 1
        else:
            self._chain(prefix)

    def _chain(self, path: str) -> None:
        """A dotted name and what it is given: a value, arguments or a block."""
        path, key = self._name(path)
        while True:
            key_span = self._key_span(key)
            if self._at("=", "+=", "<<"):
                self._index += 1
                self._skip_newlines()
                self.settings.assign(path, key_span, self._value())
                return
            if self._at("("):
                arguments = self._arguments_in_parentheses()
                path = self._called(path, key_span, key.value, arguments, has_block=self._at("{", "."))
            elif self._starts_command():
                self._command(path, key_span, key.value)
                return
            if self._at("{"):
                self._braces(path)
            if not self._at(".", "?.") or self._ahead().kind not in ("word", "string", "template"):
                return
            self._index += 1
            path, key = self._name(path)

    def _name(self, prefix: str) -> tuple[str, Token]:
        """Go past a dotted name; its path below ``prefix`` and its last part."""
        key = self._token
        path = join(prefix, key.value)
        self._index += 1
        while True:
            if self._at(".", "?.") and self._ahead().kind in ("word", "string", "template"):
                self._index += 1
                key = self._token
                self._index += 1
            elif self._at("[") and self._ahead().kind in ("string", "template") and self._ahead(2).value == "]":
                key = self._ahead()
                self._index += 3
            else:
                return path, key
            path = path if key.value in NAMED_ELEMENT_CALLS and self._at("(") else join(path, key.value)

    def _called(self, path: str, key_span: Span, name: str, arguments: list[Value], *, has_block: bool) -> str:
        """Settle a call; the path for its block."""
        if name in NAMED_ELEMENT_CALLS and arguments and isinstance(arguments[0], Scalar):
            base = path.removesuffix(name).rstrip("/")
            return join(base, arguments[0].text)
        if arguments or not has_block:
            return self.settings.call(path, key_span, arguments)
        return path

    def _starts_command(self) -> bool:
        """Whether the current token, on the same line as a name, is the argument of a call without parentheses."""
        token = self._token
        if token.kind in ("string", "template", "number"):
            return True
        if token.kind == "word":
            return token.value not in _OPERATOR_WORDS
        return self._at("[") and token.start > self._tokens[self._index - 1].end

    def _command(self, path: str, key_span: Span, name: str) -> None:
        arguments: list[Value] = []
        while True:
            self._skip_newlines()
            if self._at("{"):
                break
            arguments.append(self._argument(in_command=True))
            if not self._at(","):
                break
            self._index += 1
        path = self._called(path, key_span, name, arguments, has_block=self._at("{"))
        if self._at("{"):
            self._braces(path)
        elif self._token.kind == "word" and self._token.value not in _OPERATOR_WORDS:
            self._enter()
            self._chain(path)
            self._depth -= 1

    def _arguments_in_parentheses(self) -> list[Value]:
        self._enter()
        closer = _OPENERS[self._token.value]
        self._index += 1
        arguments: list[Value] = []
        while self._token.kind != "end" and not self._at(closer):
            before = self._index
            self._skip_newlines()
            if self._at(closer):
                break
            if self._at("}"):
                # A parenthesis that was never closed: the block around it is.
                self._depth -= 1
                return arguments
            if not self._at(","):
                arguments.append(self._argument(in_parentheses=True))
                self._skip_newlines()
            self._index += self._at(",") or self._index == before
        self._index += self._at(closer)
        self._depth -= 1
        return arguments

    def _argument(self, *, in_command: bool = False, in_parentheses: bool = False) -> Value:
        token = self._token
        if token.kind in ("word", "string", "template") and self._ahead().value == ":":
            self._index += 2
            self._skip_newlines()
            value = self._value(in_command=in_command, in_parentheses=in_parentheses)
            return MapEntry(token.value, self._key_span(token), value)
        return self._value(in_command=in_command, in_parentheses=in_parentheses)

    def _value(self, *, in_command: bool = False, in_parentheses: bool = False) -> Value:
        start, token = self._index, self._token
        simple = self._simple_value()
        if simple is not None:
            following = self._index
            if in_parentheses:
                self._skip_newlines()
            chained = in_command and self._token.kind == "word" and self._token.value not in _OPERATOR_WORDS
            if self._ends_value() or chained or (in_command and self._at("{")):
                return simple
            self._index = following
        self._index = start
        end = self._raw(newlines_end=not in_parentheses, braces_end=in_command)
        return expression(self._text[token.start : end], self.span(token.start, end))

    def _simple_value(self) -> Value | None:
        token = self._token
        if token.kind in ("string", "template"):
            return self._text_value()
        if token.kind == "number" or token.value in _CONSTANTS:
            self._index += 1
            return Scalar(token.value, self.span(token.start, token.end))
        if self._at("[") and self._ahead().value == ":" and self._ahead(2).value == "]":
            self._index += 3
            return ListValue((), self.span(token.start, self._tokens[self._index - 1].end))
        if self._at("["):
            items = self._arguments_in_parentheses()
            return ListValue(tuple(items), self.span(token.start, self._tokens[self._index - 1].end))
        if token.kind == "word" and self._ahead().value == "(" and token.value != "new":
            self._index += 1
            arguments = self._arguments_in_parentheses()
            return CallValue(token.value, self.span(token.start, token.end), tuple(arguments))
        return None

    def _text_value(self) -> Scalar:
        """A string, or several joined by plus signs."""
        first = last = self._token
        text = first.value
        self._index += 1
        while self._at("+") and self._ahead().kind in ("string", "template"):
            last = self._ahead()
            text += last.value
            self._index += 2
        if first is last:
            return Scalar(text, self.span(first.inner_start, first.inner_end))
        return Scalar(text, self.span(first.start, last.end))

    def _ends_value(self) -> bool:
        return self._token.kind in ("newline", "end") or self._at(",", ")", "]", "}", ";")

    def _raw(self, *, newlines_end: bool, braces_end: bool = False) -> int:
        """Go past an expression; the offset of its end."""
        end = self._token.end
        while self._token.kind != "end" and not self._at(",", ")", "]", "}", ";"):
            if self._token.kind == "newline":
                if newlines_end:
                    break
                self._index += 1
                continue
            if self._at("{") and braces_end:
                break
            if self._at("(", "[", "{"):
                self._balanced()
            else:
                self._index += 1
            end = self._tokens[self._index - 1].end
        return end

    def _balanced(self) -> None:
        """Go past a bracketed group."""
        depth = 0
        while self._token.kind != "end":
            if self._at("(", "[", "{"):
                depth += 1
            elif self._at(")", "]", "}"):
                depth -= 1
            self._index += 1
            if not depth:
                return


def read_gradle(source: SourceText) -> ReadDocument:
    """Read a Groovy build file."""
    reader = _GroovyReader(source)
    problems: list[Problem] = []
    try:
        reader.read()
    except TooMuchError as error:
        span = reader.span(reader.here, reader.here)
        problems.append(read_problem(source.path, str(error), span, partial=True))
    document = Document(source.path, "gradle", tuple(reader.settings.list.settings))
    return ReadDocument(document, problems=tuple(problems), comments=reader.comments)
