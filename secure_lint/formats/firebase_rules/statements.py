"""Reading the statements of a security rules file: services, match blocks, functions and ``allow`` statements."""

from __future__ import annotations

from secure_lint.formats.firebase_rules.expressions import MOST_NESTED, ExpressionReader
from secure_lint.formats.firebase_rules.syntax import Allow, Expression, MatchBlock, RuleFunction
from secure_lint.formats.firebase_rules.tokens import RulesSyntaxError, Scanner
from secure_lint.formats.reading import check_depth


class RulesReader:
    """Reads a rules file. What cannot be read is skipped up to the next statement; ``errors`` holds what it was."""

    def __init__(self, text: str) -> None:
        self.errors: list[RulesSyntaxError] = []
        self._text = text
        self._scanner = Scanner(text)
        self._expressions = ExpressionReader(self._scanner, paths=True)

    def read(self) -> MatchBlock:
        """The file as one block without a path; raises `TooMuchError`."""
        return self._block((), "", 0)

    def _block(self, path: tuple[str, ...], service: str, depth: int) -> MatchBlock:
        check_depth(depth, MOST_NESTED)
        allows: list[Allow] = []
        functions: list[RuleFunction] = []
        blocks: list[MatchBlock] = []
        while self._scanner.token.kind != "end":
            if self._scanner.skip("}"):
                if depth:
                    break
                continue
            before = self._scanner.token.start
            try:
                self._statement(allows, functions, blocks, depth)
            except RulesSyntaxError as error:
                self.errors.append(error)
                self._expressions = ExpressionReader(self._scanner, paths=True)
                self._recover(before)
        return MatchBlock(path, tuple(allows), tuple(functions), tuple(blocks), service)

    def _statement(
        self, allows: list[Allow], functions: list[RuleFunction], blocks: list[MatchBlock], depth: int
    ) -> None:
        scanner = self._scanner
        if scanner.skip(";"):
            return
        start = scanner.token.start
        word = scanner.name()
        if word == "allow":
            allows.append(self._allow())
        elif word == "function":
            functions.append(self._function())
        elif word == "match":
            path = scanner.match_path()
            scanner.expect("{")
            blocks.append(self._block(path, "", depth + 1))
        elif word == "service":
            service = scanner.name()
            while scanner.skip("."):
                service = f"{service}.{scanner.name()}"
            scanner.expect("{")
            blocks.append(self._block((), service, depth + 1))
        elif word in ("rules_version", "import"):
            self._skip_statement()
        else:
            raise RulesSyntaxError(f"{word!r} is no statement of security rules", start)

    def _allow(self) -> Allow:
        start = self._scanner.token.start
        methods = [self._scanner.name()]
        while self._scanner.skip(","):
            methods.append(self._scanner.name())
        condition: Expression | None = None
        text = ""
        if self._scanner.skip(":"):
            self._scanner.skip("if")
            condition_start = self._scanner.token.start
            condition = self._expressions.read()
            text = " ".join(self._text[condition_start : self._scanner.previous_end].split())
        end = self._scanner.previous_end
        self._scanner.skip(";")
        return Allow(tuple(methods), condition, text, start, end)

    def _function(self) -> RuleFunction:
        scanner = self._scanner
        name = scanner.name()
        scanner.expect("(")
        parameters: list[str] = []
        while not scanner.at(")"):
            parameters.append(scanner.name())
            if not scanner.skip(","):
                break
        scanner.expect(")")
        scanner.expect("{")
        bindings: list[tuple[str, Expression]] = []
        while scanner.skip("let"):
            variable = scanner.name()
            scanner.expect("=")
            bindings.append((variable, self._expressions.read()))
            scanner.skip(";")
        scanner.expect("return")
        result = self._expressions.read()
        scanner.skip(";")
        scanner.expect("}")
        return RuleFunction(name, tuple(parameters), tuple(bindings), result)

    def _skip_statement(self) -> None:
        while self._scanner.token.kind != "end" and not self._scanner.at(";", "}", "service"):
            self._scanner.advance()

    def _recover(self, before: int) -> None:
        """Go on behind what could not be read: at the next statement, or at the brace that ends the block."""
        if self._scanner.token.start == before:
            self._scanner.advance()
        while self._scanner.token.kind != "end" and not self._scanner.at("}", "allow", "match", "function", "service"):
            if self._scanner.advance().text == ";":
                break
