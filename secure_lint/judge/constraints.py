"""Policies about constraints of members that no framework checks though a request fills them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.flow.server.annotated import declarations, meanings
from secure_lint.judge.bindings import Binder, for_auditors
from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.hand_checks import is_checked_by_hand
from secure_lint.judge.sinks import around
from secure_lint.knowledge.binding_words import BindingModel
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import ConstraintMatch
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, type_argument
from secure_lint.model.finding import Finding, Step
from secure_lint.model.program import Annotation, Field, Function, Module, Parameter, TypeDecl
from secure_lint.model.span import Location
from secure_lint.server.names import joined_words
from secure_lint.text.globs import path_globs

_STORES = ("server.save", "server.assign")
_NULLABLE, _REQUIRED, _ENUM = "nullable", "required", "enum"
DEEPEST = 3
"""So many members of members are followed from the type that a request fills."""


def judge_constraints(analysed: Analysed, policy: Policy, match: ConstraintMatch) -> Iterator[Finding]:
    """One finding for each parameter whose constraints are not checked, or for each member that has them in vain."""
    if _is_set(analysed.program, match) or any(analysed.events_by_kind.get(one) for one in match.nowhere):
        return
    for model in analysed.index.models:
        for binding in model.bindings:
            if binding.constraining:
                judging = _Constraints(analysed, policy, match, binding)
                yield from judging.of_flaw(match)


def _is_set(program: Program, match: ConstraintMatch) -> bool:
    return any(
        path_globs(match.unless_set[document.kind]).match(setting.path) and re.search(match.unless_value, setting.value)
        for document in program.documents.values()
        if document.kind in match.unless_set
        for setting in document.settings
    )


class _Constraints:
    """What one binding model says of the constraints of a program."""

    def __init__(self, analysed: Analysed, policy: Policy, match: ConstraintMatch, model: BindingModel) -> None:
        self._program = analysed.program
        self._server = analysed.server
        self._lowered_behind = match.lowered_behind
        self._lowered_verbs = match.lowered_verbs
        self._lowered_reading = frozenset(match.lowered_reading)
        self._lowered_named = match.lowered_named
        self._policy = policy
        self._model = model
        self._binder = Binder(analysed.program, analysed.actions, model)
        self._checked = {
            around(event) for kind in match.unless_beside for event in analysed.events_by_kind.get(kind, ())
        }

    def _filled(self) -> Iterator[tuple[Function, Parameter, TypeDecl]]:
        for function in self._binder.handlers():
            module = self._program.module_of(function)
            for parameter, record, _ in self._binder.filled(function, module):
                yield function, parameter, record

    def of_flaw(self, match: ConstraintMatch) -> Iterator[Finding]:
        """The findings for the flaw that a policy is about."""
        match match.flaw:
            case "not-applied":
                yield from self.not_applied()
            case "wrong-target":
                yield from self.wrong_targets()
            case "never-fails":
                yield from self.never_failing(match.named)
            case "none":
                yield from self.undeclared(match)

    # -- constraints that nothing asks for ----------------------------------------------------------------------------

    def not_applied(self) -> Iterator[Finding]:
        """The parameters of handlers whose constraints are not checked."""
        applied = frozenset(self._types_checked_elsewhere())
        for function, parameter, record in self._filled():
            module = self._program.module_of(function)
            symbol = self._program.describe(function)
            spared = (module.path, symbol.rpartition(".")[0] or symbol) in self._checked
            constrained = None if spared or record.qualified in applied else self._constrained(record)
            if constrained is not None and not self._is_applied(function, parameter):
                place = Location(module.path, parameter.span)
                found = self._finding(parameter.name, record, place, constrained, symbol)
                lowered = self._is_lowered(Location(module.path, function.name_span)) or self._only_asks(function)
                yield for_auditors(found) if lowered or is_checked_by_hand(function, parameter) else found

    def _only_asks(self, function: Function) -> bool:
        """Whether a handler by its name only asks for something."""
        named = self._lowered_named
        return named is not None and re.search(named, joined_words(function.name)) is not None

    def _is_lowered(self, handler: Location) -> bool:
        """Whether only auditors see what is found at a handler.

        It asks for a role, takes a part of an object, or looks something up and changes nothing.
        """
        answered = [one for one in self._server.endpoints_at(handler) if one.location == handler]
        verbs = {one.verb for one in answered}
        reached = {reach.kind for one in answered for reach in one.reaches}
        partial = bool(verbs) and verbs.issubset(self._lowered_verbs)
        reading = bool(reached) and reached.issubset(self._lowered_reading)
        return partial or reading or self._server.is_behind(handler, self._lowered_behind)

    # -- constraints that there are not -------------------------------------------------------------------------------

    def undeclared(self, match: ConstraintMatch) -> Iterator[Finding]:
        """The parameters of handlers that store records whose types bound none of their members."""
        filled = tuple(self._filled())
        asking = sum(self._is_applied(function, parameter) for function, parameter, _ in filled)
        if not filled or asking < match.peers * len(filled):
            return
        checked = frozenset(self._types_checked_elsewhere())
        for function, parameter, record in filled:
            member = next((one for one in record.fields if re.search(match.named, joined_words(one.name))), None)
            if member is not None and record.qualified not in checked and self._is_unbounded(record):
                yield from self._taken_as_it_comes(function, parameter, record, member)

    def _is_unbounded(self, record: TypeDecl) -> bool:
        return self._constrained(record) is None and not self._binder.is_stored(record)

    def _taken_as_it_comes(
        self, function: Function, parameter: Parameter, record: TypeDecl, member: Field
    ) -> Iterator[Finding]:
        module = self._program.module_of(function)
        handler = Location(module.path, function.name_span)
        symbol = self._program.describe(function)
        spared = (module.path, symbol.rpartition(".")[0] or symbol) in self._checked
        if spared or self._is_applied(function, parameter) or not self._stores(handler):
            return
        bare_member = Location(self._program.module_of_type[record.qualified].path, member.name_span)
        words = {"subject": record.name, "name": parameter.name, "sink": f"`{member.name}`"}
        related = (Step(bare_member, f"`{member.name}` has no constraint"),)
        at = Location(module.path, parameter.span)
        found = make_finding(self._policy, at, words, symbol=symbol, related=related)
        yield for_auditors(found) if self._is_lowered(handler) else found

    def _stores(self, handler: Location) -> bool:
        answered = [one for one in self._server.endpoints_at(handler) if one.location == handler]
        return any(reach.kind in _STORES for one in answered for reach in one.reaches)

    def _is_applied(self, function: Function, parameter: Parameter) -> bool:
        position = function.parameters.index(parameter)
        if self._is_applied_around(function, parameter):
            return True
        return any(
            self._has(self._program.module_of(one), one.parameters[position].annotations, self._model.applying)
            for one in declarations(self._program, function)
        )

    def _is_applied_around(self, function: Function, parameter: Parameter) -> bool:
        """Whether the class of a handler, or a filter on any of them, has the constraints checked."""
        module = self._program.module_of(function)
        annotated = [(module, (*function.annotations, *parameter.annotations))]
        for name in self._program.ancestors(function.owner or "", {}):
            declaration = self._program.types.get(name)
            if declaration is not None:
                annotated.append((self._program.module_of_type[name], declaration.annotations))
        named = self._model.applying_named
        return any(
            self._has(home, notes, self._model.applied_within)
            or (named is not None and any(re.search(named, one.name) for one in notes))
            for home, notes in annotated
        )

    def _types_checked_elsewhere(self) -> Iterator[str]:
        """The types of parameters that are checked where other code is handed them: a service, say."""
        handlers = {id(one) for one in self._binder.handlers()}
        for module in self._program.modules.values():
            for function in module.functions:
                for parameter in function.parameters if id(function) not in handlers else ():
                    if parameter.type is not None and self._has(module, parameter.annotations, self._model.applying):
                        yield self._program.names.resolve(module, parameter.type)

    def _constrained(self, record: TypeDecl) -> Location | None:
        """A member of a type, or an accessor, with a constraint."""
        for name in self._program.ancestors(record.qualified, {}):
            declaration = self._program.types.get(name)
            if declaration is None:
                continue
            module = self._program.module_of_type[name]
            methods = [one for one in module.functions if one.owner == name and one.name != "<init>"]
            members: list[Field | Function] = [*declaration.fields, *methods]
            for one in members:
                placed = [note for note in one.annotations if not self._is_misplaced(name, one.name, note)]
                if self._has(module, tuple(placed), self._model.constraining):
                    return Location(module.path, one.name_span)
        return None

    # -- constraints that stand where nothing looks -------------------------------------------------------------------

    def wrong_targets(self) -> Iterator[Finding]:
        """The members whose constraints stand on the parameter of the constructor alone."""
        seen: set[str] = set()
        for _, parameter, record in self._filled():
            for name in self._below(record.qualified, 0):
                if name not in seen:
                    seen.add(name)
                    yield from self._of_type(parameter.name, self._program.types[name])

    def _below(self, type_name: str, depth: int) -> Iterator[str]:
        yield type_name
        module = self._program.module_of_type[type_name]
        for field in self._program.types[type_name].fields if depth < DEEPEST else ():
            for text in (field.type, type_argument(field.type)):
                inner = self._program.names.resolve(module, bare(text)) if text is not None else ""
                if inner in self._program.types and inner != type_name:
                    yield from self._below(inner, depth + 1)

    def _of_type(self, filled: str, declaration: TypeDecl) -> Iterator[Finding]:
        module = self._program.module_of_type[declaration.qualified]
        for constructor in self._program.methods.get((declaration.qualified, "<init>"), ()):
            for parameter in constructor.parameters:
                for note in parameter.annotations:
                    constrains = self._has(module, (note,), self._model.constraining)
                    if constrains and self._is_misplaced(declaration.qualified, parameter.name, note):
                        place = Location(module.path, note.span)
                        yield self._finding(f"@{note.name}", declaration, place, None, f"{declaration.name}.{filled}")
                        break

    # -- constraints that hold whatever is sent -----------------------------------------------------------------------

    def never_failing(self, named: str) -> Iterator[Finding]:
        """The members, of such a name, with a constraint that only asks for a value, of a type that always has one."""
        seen: set[str] = set()
        for function, _, record in self._filled() if self._model.never_missing else ():
            for name in self._below(record.qualified, 0):
                if name not in seen:
                    seen.add(name)
                    yield from self._never_missing(name, self._program.describe(function), named)

    def _never_missing(self, type_name: str, symbol: str, named: str) -> Iterator[Finding]:
        declaration, module = self._program.types[type_name], self._program.module_of_type[type_name]
        for field in (one for one in declaration.fields if re.search(named, joined_words(one.name))):
            said = [*meanings(self._program, module, field.annotations)]
            asked = [one for one in said if self._has_value(module, field, self._model.never_missing.get(one, ()))]
            if asked and not any(one in self._model.demanding for one in said):
                words = {"subject": declaration.name, "name": field.name, "sink": asked[0].rpartition(".")[2]}
                yield make_finding(self._policy, Location(module.path, field.name_span), words, symbol=symbol)

    def _has_value(self, module: Module, field: Field, types: tuple[str, ...]) -> bool:
        """Whether a member has a value of its own if nothing is sent: its type is one of these, or an enumeration."""
        if field.type is None or field.initial is not None or not {_NULLABLE, _REQUIRED}.isdisjoint(field.modifiers):
            return False
        declared = self._program.types.get(self._program.names.resolve(module, field.type))
        kind = declared.kind if declared is not None else ""
        return field.type in types or (kind == _ENUM and _ENUM in types)

    def _is_misplaced(self, type_name: str, member: str, note: Annotation) -> bool:
        """Whether an annotation without a target stands on a parameter of a constructor that declares a member.

        The components of a record hand theirs on.
        """
        if note.target is not None or self._program.types[type_name].kind == "record":
            return False
        makers = self._program.methods.get((type_name, "<init>"), ())
        declared = self._program.fields.get((type_name, member))
        return declared is not None and any(
            one.name == member and note in one.annotations for maker in makers for one in maker.parameters
        )

    def _has(self, module: Module, annotations: tuple[Annotation, ...], wanted: tuple[str, ...]) -> bool:
        return any(one in wanted for one in meanings(self._program, module, annotations))

    def _finding(
        self, name: str, declaration: TypeDecl, location: Location, constrained: Location | None, symbol: str
    ) -> Finding:
        related = () if constrained is None else (Step(constrained, f"`{declaration.name}` has constraints"),)
        words = {"subject": declaration.name, "name": name}
        return make_finding(self._policy, location, words, symbol=symbol, related=related)
