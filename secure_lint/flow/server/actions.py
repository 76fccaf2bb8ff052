"""Methods of classes that answer requests by convention, carried out as the calls that models make of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.code.references import function_value
from secure_lint.flow.server.annotated import declarations, meanings
from secure_lint.flow.values.known import single_text
from secure_lint.knowledge.server_words import ActionModel
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.program import Annotation, Argument, Call, Function, Literal, Module, Name, TypeDecl

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_STEPS = 500
_ANY = "*"
_ROOT = ("/", "~")
_TOKEN = re.compile(r"\[(\w+)\]|\{(controller|action|area|page)\}", re.IGNORECASE)
_TEMPLATE = (None, "template", "value")


class Action(msgspec.Struct, frozen=True):
    """A method that answers requests as one of an object of the class ``owner``."""

    model: ActionModel
    owner: TypeDecl
    function: Function


def actions_of(program: Program, index: ModelIndex) -> tuple[Action, ...]:
    """All actions of a program, in a fixed order."""
    return tuple(
        Action(model, declaration, function)
        for languages, model in ((one.languages, action) for one in index.models for action in one.actions)
        for qualified, declaration in sorted(program.types.items())
        if program.module_of_type[qualified].language in languages
        and _is_controller(program, index, model, declaration)
        for function in _answering(program, model, qualified)
    )


def run_actions(interpreter: Interpreter) -> None:
    """Carry out the calls for all actions, and ask for the classes that implement those of interfaces."""
    for languages, model in ((one.languages, action) for one in interpreter.index.models for action in one.actions):
        for qualified, declaration in interpreter.program.types.items() if model.stated else ():
            told = interpreter.program.module_of_type[qualified].language in languages
            said = _said_of_class(interpreter.program, model, declaration) if told else ()
            if declaration.kind == "interface" and not set(model.annotated).isdisjoint(said):
                interpreter.wanted.implementers.add(qualified)
    for action in interpreter.answering.actions:
        function = action.function
        module = interpreter.program.module_of(function)
        frame = Frame(module, None, function.owner, action.owner.name, _STEPS)
        frame.span = function.name_span
        name = Name(function.name_span, function.name)
        frame.decorated = function_value(interpreter, frame, function, name).with_type(action.owner.qualified)
        interpreter.wanted.body(function)
        for verb, path in _routes(interpreter, frame, action):
            values = (Literal(function.name_span, "string", one) for one in (path, verb))
            called = Name(function.name_span, action.model.carries_out)
            interpreter.evaluate(frame, Call(function.name_span, called, tuple(map(Argument, values))))
        frame.finished = True
        interpreter.events[f"@{action.owner.qualified}#{interpreter.key_of(function)}"] = tuple(frame.events)


# -- which classes and methods ------------------------------------------------------------------------------------


def _is_controller(program: Program, index: ModelIndex, model: ActionModel, declaration: TypeDecl) -> bool:
    said = frozenset(_said_of_class(program, model, declaration))
    if declaration.kind != "class" or "abstract" in declaration.modifiers or not said.isdisjoint(model.left_out):
        return False
    if not said.isdisjoint(model.annotated) or index.is_a(program, declaration.qualified, model.extending):
        return True
    telling = frozenset((*model.verbs, *model.listed, *model.templates))
    module = program.module_of_type[declaration.qualified]
    return (
        model.named is not None
        and re.search(model.named, declaration.name) is not None
        and any(
            not telling.isdisjoint(meanings(program, module, one.annotations))
            for one in module.functions
            if one.owner == declaration.qualified
        )
    )


def _said_of_class(program: Program, model: ActionModel, declaration: TypeDecl) -> Iterator[str]:
    """What the annotations of a class mean, and those of what it extends where these count as its own."""
    line = program.ancestors(declaration.qualified, {}) if model.stated else (declaration.qualified,)
    for one in line:
        if one in program.types:
            yield from meanings(program, program.module_of_type[one], program.types[one].annotations)


def _answering(program: Program, model: ActionModel, qualified: str) -> Iterator[Function]:
    """The methods of a class, its own and those that it inherits in the project; each once."""
    seen: set[tuple[str, tuple[str | None, ...]]] = set()
    line = program.ancestors(qualified, {})
    for position, ancestor in enumerate(line):
        module = program.module_of_type.get(ancestor)
        for function in module.functions if module is not None else ():
            if function.owner != ancestor or not _is_public(model, function):
                continue
            overrides = "override" in function.modifiers
            if overrides and not any((one, function.name) in program.methods for one in line[position + 1 :]):
                continue
            form = function.name, tuple(one.type for one in function.parameters)
            said = meanings(program, program.module_of(function), function.annotations)
            if form not in seen and not any(one in model.left_out for one in said):
                yield function
            seen.add(form)


def _is_public(model: ActionModel, function: Function) -> bool:
    words = function.modifiers
    plain = "public" in words and "static" not in words and "abstract" not in words
    return plain and function.name.isidentifier() and re.search(model.only, function.name) is not None


# -- their verbs and paths ----------------------------------------------------------------------------------------


def _routes(interpreter: Interpreter, frame: Frame, action: Action) -> Iterator[tuple[str, str]]:
    """The verbs and paths of an action."""
    model, program = action.model, interpreter.program
    said = _said_of_method(program, frame, action)
    own = tuple(text for meant, one in said if meant in model.templates for text in _template(interpreter, frame, one))
    asked: list[tuple[str, tuple[str, ...]]] = []
    for meant, one in said:
        if meant in model.verbs:
            asked.append((model.verbs[meant], tuple(_template(interpreter, frame, one))))
        elif meant in model.listed:
            asked.extend((verb, ()) for verb in _verbs(interpreter, frame, one))
    above, only_before = _of_class(interpreter, action)
    if model.stated and not asked:
        return
    for verb, templates in asked or [(_named_verb(model, action.function.name), ())]:
        stated = bool(templates or own) or (bool(above) and not only_before)
        for template in templates or own or ("",):
            for before in above or ("",):
                below = template.lstrip("/") if model.stated else template
                path = _joined(before, below) if stated else model.path
                yield verb, _filled(path, _names(interpreter, frame, action))


def _said_of_method(program: Program, frame: Frame, action: Action) -> list[tuple[str, Annotation]]:
    """The annotations of an action; of one that states nothing itself, those of the method that it implements."""
    own = [*_said(program, frame.module, action.function.annotations)]
    telling = frozenset((*action.model.verbs, *action.model.listed, *action.model.templates))
    if not action.model.stated or any(meant in telling for meant, _ in own):
        return own
    others = (one for one in declarations(program, action.function) if one is not action.function)
    return own + [said for one in others for said in _said(program, program.module_of(one), one.annotations)]


def _joined(before: str, template: str) -> str:
    if template.startswith(_ROOT):
        return template.lstrip("~")
    return "/".join(filter(None, (before.lstrip("~").rstrip("/"), template)))


def _of_class(interpreter: Interpreter, action: Action) -> tuple[tuple[str, ...], bool]:
    """The templates of the nearest class that has any, and whether they only go before those of methods."""
    program, model = interpreter.program, action.model
    for ancestor in program.ancestors(action.owner.qualified, {}):
        declaration = program.types.get(ancestor)
        if declaration is None:
            continue
        module = program.module_of_type[ancestor]
        frame = Frame(module, None, ancestor, declaration.name, _STEPS)
        for names, only_before in ((model.templates, False), (model.prefixes, True)):
            said = (one for meant, one in _said(program, module, declaration.annotations) if meant in names)
            found = tuple(text for one in said for text in _template(interpreter, frame, one))
            if found:
                return found, only_before
    return (), False


def _said(program: Program, module: Module, annotations: Iterable[Annotation]) -> Iterator[tuple[str, Annotation]]:
    return ((program.names.resolve(module, one.name), one) for one in annotations)


def _template(interpreter: Interpreter, frame: Frame, annotation: Annotation) -> Iterator[str]:
    """The template that an annotation has for its argument, if any."""
    for argument in annotation.arguments[:1]:
        if argument.name in _TEMPLATE:
            text = single_text(interpreter.evaluate(frame, argument.value))
            if text is not None:
                yield text


def _verbs(interpreter: Interpreter, frame: Frame, annotation: Annotation) -> Iterator[str]:
    for argument in annotation.arguments:
        text = single_text(interpreter.evaluate(frame, argument.value)) if argument.name is None else None
        if text is not None:
            yield text.upper()


def _named_verb(model: ActionModel, name: str) -> str:
    return next((verb for pattern, verb in model.named_verbs.items() if re.search(pattern, name)), _ANY)


def _names(interpreter: Interpreter, frame: Frame, action: Action) -> Mapping[str, str]:
    """What stands for the names in templates, in small letters."""
    model, program = action.model, interpreter.program
    module = program.module_of_type[action.owner.qualified]
    area = [
        text
        for meant, one in _said(program, module, action.owner.annotations)
        if meant == model.area
        for text in _template(interpreter, frame, one)
    ]
    placed = re.search(model.files, module.path) if model.files is not None else None
    return {
        "controller": action.owner.name.removesuffix(model.ending) or action.owner.name,
        "action": re.sub(model.action_ending, "", action.function.name),
        "area": next(iter(area), ""),
        **(placed.groupdict() if placed is not None else {}),
    }


def _filled(template: str, names: Mapping[str, str]) -> str:
    text = _TOKEN.sub(lambda match: names.get((match[1] or match[2]).lower(), match[0]), template)
    return "/" + text.strip("/")
