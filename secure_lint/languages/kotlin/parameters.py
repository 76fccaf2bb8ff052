"""Parameters, annotations and modifiers."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.arguments import arguments
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import Annotation, Argument, Parameter


def destructured_name(index: int) -> str:
    """The name of the parameter at ``index`` that is taken apart in the declaration."""
    return f"<destructured {index}>"


def function_parameters(reader: Reader, node: Node) -> tuple[Parameter, ...]:
    """The parameters between the parentheses; modifiers stand before theirs, a default value after it."""
    parameters: list[Parameter] = []
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    default = False
    for child in node.children:
        kind = child.type
        if kind in {"modifiers", "parameter_modifiers"}:
            annotations, modifiers = annotations_and_modifiers(reader, child)
        elif kind == "parameter":
            parameters.append(parameter(reader, child, annotations, variadic="vararg" in modifiers))
            annotations, modifiers = (), ()
        elif kind == "=":
            default = True
        elif default and reader.is_named(child):
            last = parameters.pop()
            parameters.append(
                Parameter(last.name, last.type, last.span, last.annotations, reader.expression(child), last.variadic)
            )
            default = False
    return tuple(parameters)


def parameter(reader: Reader, node: Node, annotations: tuple[Annotation, ...], *, variadic: bool) -> Parameter:
    """One parameter from its name and type."""
    parts = reader.named(node)
    type_name = reader.type_text(parts[1]) if len(parts) > 1 else None
    return Parameter(reader.text(parts[0]), type_name, reader.span(parts[0]), annotations, None, variadic)


def annotations_and_modifiers(reader: Reader, node: Node) -> tuple[tuple[Annotation, ...], tuple[str, ...]]:
    """What a ``modifiers`` node holds, in order."""
    annotations: list[Annotation] = []
    modifiers: list[str] = []
    for child in node.children:
        if child.type == "annotation":
            annotations.extend(annotation(reader, child))
        elif reader.is_named(child):
            modifiers.append(reader.text(child))
    return tuple(annotations), tuple(modifiers)


def annotation(reader: Reader, node: Node) -> list[Annotation]:
    """``@target:Name(arguments)`` or several of them in brackets."""
    found: list[Annotation] = []
    targets = [reader.text(part).strip(" :") for part in reader.named(node) if part.type == "use_site_target"]
    parts = [part for part in reader.named(node) if part.type != "use_site_target"]
    for part in parts:
        span = reader.span(node if len(parts) == 1 else part)
        name, given = constructor_call(reader, part)
        found.append(Annotation(name, span, given, targets[0] if targets else None))
    return found


def constructor_call(reader: Reader, node: Node) -> tuple[str, tuple[Argument, ...]]:
    """The type and the arguments of a ``user_type`` or a ``constructor_invocation``."""
    if node.type != "constructor_invocation":
        return reader.type_text(node), ()
    name = ""
    given: tuple[Argument, ...] = ()
    for child in node.children:
        if child.type == "value_arguments":
            given = arguments(reader, child)
        elif reader.is_named(child):
            name = reader.type_text(child)
    return name, given
