"""The program model as text, for tests and for people.

`secure_lint.model.reading` reads it back. Expressions look like code, except that operators come first, in
parentheses: ``(+ a b)``, ``(? condition then otherwise)``, ``(as value Type)``. With spans, every declaration keyword,
name and expression is followed by ``~line:column-line:column`` and every statement is preceded by it.
"""

from __future__ import annotations

import json
import math

from secure_lint.model import program as p
from secure_lint.model.notation import OPERATOR, WORD, default_qualified, quoted, type_text, word
from secure_lint.model.span import Span

_STEP = "  "


def print_module(module: p.Module, *, spans: bool = False) -> str:
    """The text of ``module``; the same for the same module, always. Ends in a line feed."""
    printer = _Printer(spans)
    package = f" package {type_text(module.package)}" if module.package else ""
    explicit = " explicit" if module.explicit else ""
    lines = [f"module {word(module.language)} {json.dumps(module.path)}{package}{explicit}"]
    lines += [printer.import_(entry) for entry in module.imports]
    lines += [printer.type_declaration(entry) for entry in module.types]
    lines += [printer.field(entry, "") for entry in module.fields]
    lines += [printer.function(entry, module.package) for entry in module.functions]
    if module.top_level is not None:
        lines.append(f"script {printer.block(module.top_level, '')}")
    return "\n".join(lines) + "\n"


class _Printer:
    """Prints the parts of a module. ``indent`` is the white space before the lines of the surrounding construct."""

    __slots__ = ("_spans",)

    def __init__(self, spans: bool) -> None:
        self._spans = spans

    def span(self, span: Span) -> str:
        if not self._spans:
            return ""
        return f"~{span.start_line}:{span.start_column}-{span.end_line}:{span.end_column}"

    # Declarations

    def import_(self, entry: p.Import) -> str:
        static = " static" if entry.static else ""
        wildcard = ".*" if entry.wildcard else ""
        alias = "" if entry.alias is None else f" as {word(entry.alias)}"
        return f"import{self.span(entry.span)}{static} {type_text(entry.name)}{wildcard}{alias}"

    def type_declaration(self, entry: p.TypeDecl) -> str:
        head = f"type{self.span(entry.span)} {entry.kind if WORD.fullmatch(entry.kind) else quoted(entry.kind)} "
        head += type_text(entry.qualified) + self.span(entry.name_span)
        if entry.name != entry.qualified.rpartition(".")[2]:
            head += f" named {type_text(entry.name)}"
        if entry.supertypes:
            head += " : " + ", ".join(map(type_text, entry.supertypes))
        head = self.annotations(entry.annotations, "\n", "") + head + self.modifiers(entry.modifiers)
        if not entry.fields:
            return head + " {}"
        return "\n".join((head + " {", *(self.field(field, _STEP) for field in entry.fields), "}"))

    def field(self, entry: p.Field, indent: str) -> str:
        head = f"{indent}field{self.span(entry.span)} {word(entry.name)}{self.span(entry.name_span)}"
        head = indent + self.annotations(entry.annotations, f"\n{indent}", indent) + head[len(indent) :]
        if entry.type is not None:
            head += f": {type_text(entry.type)}"
        head += self.modifiers(entry.modifiers)
        if entry.comment is not None:
            head += f" comment {json.dumps(entry.comment)}"
        if entry.delegated:
            head += " delegated"
        return head if entry.initial is None else f"{head} = {self.expression(entry.initial, indent)}"

    def function(self, entry: p.Function, package: str) -> str:
        owner = "" if entry.owner is None else f"{type_text(entry.owner)}#"
        head = f"fun{self.span(entry.span)} {owner}{type_text(entry.name)}{self.span(entry.name_span)}"
        head += self.parameters(entry.parameters, "")
        if entry.returns is not None:
            head += f": {type_text(entry.returns)}"
        if entry.receiver is not None:
            head += f" on {type_text(entry.receiver)}"
        if entry.qualified != default_qualified(package, entry.owner, entry.name):
            head += f" named {type_text(entry.qualified)}"
        head = self.annotations(entry.annotations, "\n", "") + head + self.modifiers(entry.modifiers)
        if entry.deferred:
            head += " deferred"
        return head if entry.body is None else f"{head} {self.block(entry.body, '')}"

    def modifiers(self, names: tuple[str, ...]) -> str:
        return f" [{' '.join(map(word, names))}]" if names else ""

    def annotations(self, entries: tuple[p.Annotation, ...], end: str, indent: str) -> str:
        text = ""
        for entry in entries:
            arguments = self.arguments(entry.arguments, indent) if entry.arguments else ""
            target = "" if entry.target is None else f"{entry.target}:"
            text += f"@{target}{type_text(entry.name)}{self.span(entry.span)}{arguments}{end}"
        return text

    def parameters(self, entries: tuple[p.Parameter, ...], indent: str) -> str:
        return f"({', '.join(self.parameter(entry, indent) for entry in entries)})"

    def parameter(self, entry: p.Parameter, indent: str) -> str:
        text = self.annotations(entry.annotations, " ", indent) + ("*" if entry.variadic else "")
        text += "" if entry.label is None else f"{word(entry.label)}/"
        text += word(entry.name) + self.span(entry.span)
        if entry.type is not None:
            text += f": {type_text(entry.type)}"
        return text if entry.default is None else f"{text} = {self.expression(entry.default, indent)}"

    def arguments(self, entries: tuple[p.Argument, ...], indent: str) -> str:
        return f"({', '.join(self.argument(entry, indent) for entry in entries)})"

    def argument(self, entry: p.Argument, indent: str) -> str:
        name = "" if entry.name is None else f"{word(entry.name)}="
        return f"{name}{'*' if entry.spread else ''}{self.expression(entry.value, indent)}"

    # Statements

    def block(self, block: p.Block, indent: str) -> str:
        head = "{" + self.span(block.span)
        if not block.statements:
            return head + "}"
        inner = indent + _STEP
        lines = (inner + self.statement(statement, inner) for statement in block.statements)
        return "\n".join((head, *lines, indent + "}"))

    def statement(self, node: p.Statement, indent: str) -> str:
        text = self.bare_statement(node, indent)
        return f"{self.span(node.span)} {text}" if self._spans else text

    def bare_statement(self, node: p.Statement, indent: str) -> str:
        match node:
            case p.Evaluate():
                return self.expression(node.expression, indent)
            case p.Assign():
                return self.assign(node, indent)
            case p.Return():
                leaves = "return^" if node.outward else "return"
                return f"{leaves};" if node.value is None else f"{leaves} {self.expression(node.value, indent)}"
            case p.If():
                text = f"if {self.expression(node.condition, indent)} {self.block(node.then, indent)}"
                return text if node.otherwise is None else f"{text} else {self.block(node.otherwise, indent)}"
            case p.Loop():
                return self.loop(node, indent)
            case p.Try():
                return self.attempt(node, indent)
        return f"block {self.block(node, indent)}"

    def assign(self, node: p.Assign, indent: str) -> str:
        text = self.expression(node.target, indent)
        if node.declares or node.type is not None or node.value is None:
            text = f"{'let' if node.declares else 'set'} {text}"
        if node.type is not None:
            text += f": {type_text(node.type)}"
        return text if node.value is None else f"{text} = {self.expression(node.value, indent)}"

    def loop(self, node: p.Loop, indent: str) -> str:
        text = "loop"
        for keyword, part in (("for", node.target), ("in", node.iterable), ("while", node.condition)):
            if part is not None:
                text += f" {keyword} {self.expression(part, indent)}"
                text += f": {type_text(node.type)}" if part is node.target and node.type is not None else ""
        return f"{text} {self.block(node.body, indent)}"

    def attempt(self, node: p.Try, indent: str) -> str:
        text = f"try {self.block(node.body, indent)}"
        for handler in node.handlers:
            parameter = "" if handler.parameter is None else self.parameter(handler.parameter, indent) + " "
            text += f" catch {parameter}{self.block(handler.body, indent)}"
        return text if node.final is None else f"{text} finally {self.block(node.final, indent)}"

    # Expressions

    def expression(self, node: p.Expression, indent: str) -> str:
        return self.bare_expression(node, indent) + self.span(node.span)

    def bare_expression(self, node: p.Expression, indent: str) -> str:
        match node:
            case p.Name():
                return word(node.identifier)
            case p.Literal():
                return literal(node)
            case p.Lambda():
                return self.lambda_(node, indent)
            case p.Operator():
                operator = node.operator if OPERATOR.fullmatch(node.operator) else quoted(node.operator)
                return f"({' '.join((operator, *self.expressions(node.operands, indent)))})"
            case p.Conditional():
                parts = self.expressions((node.condition, node.then, node.otherwise), indent)
                return f"(? {' '.join(parts)})"
            case p.Cast():
                return f"(as {self.expression(node.value, indent)} {type_text(node.type)})"
            case p.Template():
                return f"template({', '.join(self.expressions(node.parts, indent))})"
            case p.Sequence():
                return f"[{', '.join(self.expressions(node.items, indent))}]"
            case p.Record():
                return f"record{self.arguments(node.fields, indent)}"
        return self.access(node, indent)

    def access(self, node: p.Member | p.Index | p.Call | p.New, indent: str) -> str:
        match node:
            case p.Member():
                return f"{self.expression(node.receiver, indent)}.{word(node.name)}"
            case p.Index():
                return f"{self.expression(node.receiver, indent)}[{self.expression(node.index, indent)}]"
            case p.New():
                return f"new {type_text(node.type)}{self.arguments(node.arguments, indent)}"
        types = f"::[{', '.join(map(type_text, node.type_arguments))}]" if node.type_arguments else ""
        return f"{self.expression(node.callee, indent)}{types}{self.arguments(node.arguments, indent)}"

    def expressions(self, nodes: tuple[p.Expression, ...], indent: str) -> list[str]:
        return [self.expression(node, indent) for node in nodes]

    def lambda_(self, node: p.Lambda, indent: str) -> str:
        body = node.body
        parameters = ", ".join(self.parameter(entry, indent) for entry in node.parameters)
        head = "{" + self.span(body.span) + (f" {parameters}" if parameters else "") + " ->"
        if not body.statements:
            return head + " }"
        inner = indent + _STEP
        if len(body.statements) == 1 and isinstance(body.statements[0], p.Evaluate | p.Return):
            only = self.statement(body.statements[0], indent)
            if "\n" not in only:
                return f"{head} {only} }}"
        lines = (inner + self.statement(statement, inner) for statement in body.statements)
        return "\n".join((head, *lines, indent + "}"))


def literal(node: p.Literal) -> str:
    """A constant; ``#kind(value)`` where the value alone does not tell its kind."""
    kind, value = node.kind, node.value
    bare = (
        (kind == "string" and isinstance(value, str))
        or (kind == "bool" and isinstance(value, bool))
        or (kind == "null" and value is None)
        or (kind == "int" and isinstance(value, int) and not isinstance(value, bool))
        or (kind == "float" and isinstance(value, float) and math.isfinite(value))
    )
    text = json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
    return text if bare else f"#{word(kind)}({text})"
