"""Finding the model of a call, a type or a constant."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from secure_lint.knowledge.models import (
    CallModel,
    DeclarationModel,
    GuardModel,
    Model,
    OptionModel,
    TypeModel,
    takes_arguments,
)
from secure_lint.knowledge.object_words import SerialisingModel, TextModel
from secure_lint.knowledge.server_words import NamedResultModel, ParameterModel, RefusalModel
from secure_lint.label.accessors import accessor_forms
from secure_lint.label.modelled_names import (
    ANY_NAME,
    ANY_TYPE,
    adding,
    comparing,
    decorators,
    known_types,
    record_annotations,
    refusing,
)
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Module
from secure_lint.sensitivity.words import joined


class Inspecting:
    """How code looks at texts: the kind of guard that this is, the names of calls and the signs that it looks for."""

    def __init__(self, kind: str, names: re.Pattern[str], signs: re.Pattern[str]) -> None:
        self.kind = kind
        self.signs = signs
        self._names = names
        self._known: dict[str, bool] = {}

    def is_named(self, name: str) -> bool:
        """Whether a call of a name looks at texts; each name is looked at once."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._names.search(joined(name)) is not None
        return known


class ModelIndex:
    """The models of the languages of a scan, indexed for look-up by type and name.

    ``packages`` are those of which something is modelled. A function outside types is found as a member of its package
    too, since a file may name that (``http.get`` behind ``import ... as http``).

    ``comparing`` are the names of methods that compare their receiver with what they are given, ``adding`` those of
    methods that put what they are given into their receiver, whatever that is.

    An accessor is found under both of its forms: ``getName`` also as the property read ``name``, ``setName`` as the
    property write, and a modelled property also as its accessor call.
    """

    def __init__(self, models: Iterable[Model]) -> None:
        self.models = tuple(models)
        self.types: dict[str, TypeModel] = {}
        self.constants: dict[str, str | int | bool] = {}
        self.guards: dict[str, str] = {}
        self.guard_names: list[tuple[re.Pattern[str], str]] = []
        self.input_guards: dict[str, str] = {}
        self.complaints: dict[str, re.Pattern[str]] = {}
        self.inspecting: dict[str, Inspecting] = {}
        self.record_annotations = frozenset(record_annotations(self.models))
        self.comparing = frozenset(comparing(self.models))
        self.adding = frozenset(adding(self.models))
        self.parameters: dict[str, list[ParameterModel]] = defaultdict(list)
        self.refusing = frozenset(map(simple_name, refusing(self.models)))
        self.refusals: dict[str, list[RefusalModel]] = defaultdict(list)
        self.asking: dict[str, list[re.Pattern[str]]] = defaultdict(list)
        self.named_results: dict[str, list[tuple[re.Pattern[str], NamedResultModel]]] = defaultdict(list)
        self.unseen: dict[str, list[tuple[re.Pattern[str], CallModel]]] = defaultdict(list)
        self.decorators: frozenset[str] = frozenset(map(simple_name, decorators(self.models)))
        self.globals: dict[tuple[str, str], str] = {}
        self.conventions: dict[tuple[str, str], str] = {}
        self.options: dict[tuple[str, str], list[OptionModel]] = defaultdict(list)
        self.packages: set[str] = set()
        self.serialised: dict[str, SerialisingModel] = {}
        self.texts: dict[str, TextModel] = {}
        self._calls: dict[tuple[str, str], list[CallModel]] = defaultdict(list)
        self._free: dict[tuple[str, str], list[CallModel]] = defaultdict(list)
        self._any_type: dict[tuple[str, str], list[CallModel]] = defaultdict(list)
        self._distinctive: dict[str, list[tuple[Model, CallModel]]] = defaultdict(list)
        self._beginning: dict[str, list[tuple[str, CallModel]]] = defaultdict(list)
        self._free_beginning: dict[str, list[tuple[str, CallModel]]] = defaultdict(list)
        self.declarations: dict[str, list[DeclarationModel]] = defaultdict(list)
        for model in self.models:
            self._add_model(model)
        self.converting = frozenset(
            one for model in self.models for entity in model.entities for one in entity.converting
        )
        self.data_of_types = {name: model.data for name, model in self.types.items() if model.data is not None}
        self.types_without_data = frozenset(name for name, model in self.types.items() if model.constant)
        self.parents = {name: model.extends for name, model in self.types.items() if model.extends}
        self.known_types = known_types(self.models)
        self.packages.update(one.rpartition(".")[0] for one in self.known_types)
        self.small_types = frozenset(simple_name(one) for one in self.known_types if simple_name(one)[:1].islower())
        self._memory: dict[tuple[str, str], tuple[CallModel, ...]] = {}
        self._functions: dict[tuple[str, str, str], bool] = {}

    def anew(self) -> ModelIndex:
        """The same models for another program."""
        other = copy.copy(self)
        other.forget()
        return other

    def forget(self) -> None:
        """Forget what was found for the types of a program: it need not hold for another one."""
        self._memory = {}
        self._functions = {}

    def _add_model(self, model: Model) -> None:
        self.types.update(model.types)
        self.constants.update(model.constants)
        for language in model.languages:
            self._add_words_of(language, model)
        for guard in model.guards:
            self._add_guard(model, guard)
        for call in model.calls:
            self._add(model, call)
        for declared in model.declarations:
            for annotation in declared.annotated:
                self.declarations[annotation].append(declared)

    def _add_words_of(self, language: str, model: Model) -> None:
        """What a model says of names that mean something in one language only."""
        if model.serialising is not None:
            self.serialised[language] = model.serialising
        if model.texts is not None:
            self.texts[language] = model.texts
        self.refusals[language].extend(model.refusals)
        self.parameters[language].extend(model.parameters)
        self.named_results[language].extend((re.compile(one.named), one) for one in model.results)
        self.unseen[language].extend(
            (re.compile(one.named), CallModel(name=(), sinks=one.sinks, drops=True)) for one in model.unseen
        )
        self.asking[language].extend(map(re.compile, model.asking))
        self.globals.update({(language, name): meant for name, meant in model.globals.items()})
        self.conventions.update({(language, name): held for name, held in model.conventions.items()})
        for option in model.options:
            for name in option.name:
                self.options[(language, name)].append(option)

    def _add_guard(self, model: Model, guard: GuardModel) -> None:
        self.guards.update(dict.fromkeys(guard.expression, guard.kind))
        if guard.named:
            self.guard_names.append((re.compile(guard.named), guard.kind))
        if guard.checks_input:
            self.input_guards.update(dict.fromkeys(model.languages, guard.kind))
        if guard.inspecting:
            inspecting = Inspecting(guard.kind, re.compile(guard.inspecting), re.compile(guard.signs))
            self.inspecting.update(dict.fromkeys(model.languages, inspecting))
        if guard.complaints:
            self.complaints.update(dict.fromkeys(model.languages, re.compile(guard.complaints)))

    def _add(self, model: Model, call: CallModel) -> None:
        for name in call.name:
            if not call.on and name.endswith(ANY_NAME):
                for language in model.languages:
                    self._free_beginning[language].append((name.removesuffix(ANY_NAME), call))
            elif not call.on:
                package, _, last = name.rpartition(".")
                for language in model.languages:
                    self._free[(language, name)].append(call)
                    self._free[(language, last)].append(call)
                if package:
                    self._calls[(package, last)].append(call)
                    self.packages.add(package)
            for owner in call.on if name.endswith(ANY_NAME) else ():
                self._beginning[owner].append((name.removesuffix(ANY_NAME), call))
            for owner in call.on if not name.endswith(ANY_NAME) else ():
                for form in accessor_forms(name):
                    if owner != ANY_TYPE:
                        self._calls[(owner, form)].append(call)
                    for language in model.languages if owner == ANY_TYPE else ():
                        self._any_type[(language, form)].append(call)
            if call.distinctive:
                for form in accessor_forms(name):
                    self._distinctive[form].append((model, call))

    def calls(self, program: Program, type_name: str, name: str) -> tuple[CallModel, ...]:
        """Models of a method, constructor (``<init>``) or property of a type or of its nearest ancestor with one."""
        key = (type_name, name)
        found = self._memory.get(key)
        if found is None:
            found = ()
            for ancestor in program.ancestors(type_name, self.parents):
                own = self._calls.get((ancestor, name)) or _begun(self._beginning.get(ancestor, ()), name)
                if own:
                    found = tuple(own)
                    break
            self._memory[key] = found
        return found

    def for_any_type(self, language: str, name: str) -> tuple[CallModel, ...]:
        """Models of methods that mean the same on every type of a language (``trim``, ``toString``)."""
        return tuple(self._any_type.get((language, name), ()))

    def free(self, program: Program, module: Module, name: str) -> tuple[CallModel, ...]:
        """Models of a function outside types, as imported by the module, perhaps under another name."""
        imported = program.names.imports(module).get(name)
        language = module.language
        candidates = self._free.get((language, imported or name)) or self._free.get((language, name))
        if not candidates:
            return tuple(_begun(self._free_beginning.get(language, ()), name))
        return tuple(
            call
            for call in candidates
            if any(self._is_meant(program, module, name, imported, one) for one in call.name)
        )

    def functions(self, language: str, qualified: str) -> tuple[CallModel, ...]:
        """Models of a function outside types, by its whole name."""
        return tuple(call for call in self._free.get((language, qualified), ()) if qualified in call.name)

    def is_function(self, program: Program, language: str, type_name: str, name: str) -> bool:
        """Whether a member of a module or type is a function that models tell of: one that does with what it gets."""
        key = (language, type_name, name)
        found = self._functions.get(key)
        if found is None:
            models = self.calls(program, type_name, name)
            found = bool(models) and all(map(takes_arguments, models))
            found = self._functions[key] = found or bool(self.functions(language, f"{type_name}.{name}"))
        return found

    @staticmethod
    def _is_meant(program: Program, module: Module, name: str, imported: str | None, qualified: str) -> bool:
        if qualified == name and "." in name:
            return True
        if qualified == imported or (imported is not None and module.explicit):
            return qualified == imported
        package, _, last = qualified.rpartition(".")
        known = not package or package in _IMPLICIT_PACKAGES or package in program.names.wildcards(module)
        return last == name and known

    def distinctive(self, module: Module, name: str) -> tuple[CallModel, ...]:
        """Models whose name alone tells, if the module imports something that the model names."""
        candidates = self._distinctive.get(name)
        if not candidates:
            return ()
        names = [item.name for item in module.imports]
        return tuple(
            call
            for model, call in candidates
            if module.language in model.languages
            and (not model.imports or any(one.startswith(prefix) for one in names for prefix in model.imports))
        )

    def type_model(self, program: Program, type_name: str | None) -> TypeModel | None:
        """The model of a type or of its nearest ancestor with one."""
        if type_name is None:
            return None
        for ancestor in program.ancestors(type_name, self.parents):
            found = self.types.get(ancestor)
            if found is not None:
                return found
        return None

    def type_models(self, program: Program, type_name: str) -> Iterator[TypeModel]:
        """The models of a type and of all its ancestors, nearest first."""
        for ancestor in program.ancestors(type_name, self.parents):
            found = self.types.get(ancestor)
            if found is not None:
                yield found

    def is_a(self, program: Program, type_name: str | None, expected: Iterable[str]) -> bool:
        """Whether a type is one of the expected types or inherits from one."""
        if type_name is None:
            return False
        wanted = frozenset(expected)
        return any(ancestor in wanted for ancestor in program.ancestors(type_name, self.parents))


def _begun(beginnings: Iterable[tuple[str, CallModel]], name: str) -> list[CallModel]:
    """The models for the longest beginning of the name of a method or function."""
    fitting = [(start, call) for start, call in beginnings if name.startswith(start)]
    longest = max((len(start) for start, _ in fitting), default=0)
    return [call for start, call in fitting if len(start) == longest]


_IMPLICIT_PACKAGES = frozenset({"kotlin", "kotlin.io", "kotlin.collections", "kotlin.text", "java.lang"})
