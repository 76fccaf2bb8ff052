"""Classes that answer requests: which of their methods do, for which verbs, and at which paths below their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from secure_lint.flow.server.class_records import provided_finds
from secure_lint.flow.values.value import Value
from secure_lint.knowledge.models import TypeModel
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.walking import texts_in
from secure_lint.server.facts import ServerFact
from secure_lint.server.routers import join_paths

KEY = "<pk>"
"""The key in the path of a method that handles a single record, as models write it."""


class Answer(msgspec.Struct, frozen=True):
    """A method that answers requests: the verb, and the path below that of its class."""

    method: str
    verb: str
    below: str = ""


class Answered(msgspec.Struct, frozen=True):
    """What a function says of the requests that it answers; ``kind`` is the type as whose method it does so."""

    verbs: tuple[str, ...] = ()
    path: str | None = None
    below: str = ""
    kind: str | None = None


class ClassHandlers:
    """Tells which methods of classes answer requests."""

    def __init__(self, program: Program, index: ModelIndex, facts: Iterable[ServerFact]) -> None:
        self._program = program
        self._index = index
        self._answered: dict[str, Answered] = {}
        self._by_type: dict[str, list[tuple[str, Answered]]] = {}
        for fact in facts:
            if fact.kind == "server.answers":
                self._add(fact)

    def _add(self, fact: ServerFact) -> None:
        verbs = tuple(dict.fromkeys(verb_of(text) for text in fact.texts("verb")))
        path, below = next(iter(fact.texts("path")), None), next(iter(fact.texts("below")), "")
        said = Answered(verbs, path, below, next(iter(fact.texts("as")), None))
        for item in fact.items("of"):
            key = item.closure.function if item.closure is not None else None
            function = self._program.function_of(key) if key is not None else None
            if function is not None and key is not None:
                self._answered[key] = said
                if function.owner is not None:
                    self._by_type.setdefault(function.owner, []).append((function.name, said))

    def answered(self, key: str) -> Answered:
        """What the function of a key says of the requests that it answers."""
        return self._answered.get(key, Answered())

    def models(self, type_name: str) -> Iterator[TypeModel]:
        """The models of all that a type is."""
        return self._index.type_models(self._program, type_name)

    def methods_of(self, type_name: str) -> Mapping[str, str]:
        """All methods of a type that frameworks let answer requests, with the verbs and paths."""
        found: dict[str, str] = {}
        for model in self.models(type_name):
            for name, verb in model.handlers.items():
                found.setdefault(name, verb)
        return found

    def provided(self, type_name: str) -> frozenset[str]:
        """The methods that a type has without code of the project."""
        return frozenset(name for model in self.models(type_name) for name in model.provides)

    def finds(self, type_name: str) -> frozenset[str]:
        """The methods, without code of the project, that get a record by the key in the path."""
        return provided_finds(self._program, self._index, type_name)

    def runs(self, type_name: str) -> tuple[str, ...]:
        """The methods of a type that run for a request beside the handler."""
        return tuple(dict.fromkeys(name for model in self.models(type_name) for name in model.runs))

    def guard_fields(self, type_name: str) -> tuple[str, ...]:
        """The fields of a type that list guards."""
        return tuple(dict.fromkeys(name for model in self.models(type_name) for name in model.guard_fields))

    def guard_methods(self, type_name: str) -> tuple[str, ...]:
        """The methods of a type that return guards."""
        return tuple(dict.fromkeys(name for model in self.models(type_name) for name in model.guard_methods))

    def told(self, type_name: str, method: str, verb: str | None) -> Mapping[str, str]:
        """What members of an object of a type hold while one of its methods answers a request, by what code writes."""
        held = {"handler": method, "verb": verb or ""}
        answering = (one for model in self.models(type_name) for one in model.answering.items())
        return {f"this.{name}": held[what] for name, what in answering if held[what]}

    def answers(self, type_name: str, item: Value) -> Iterator[Answer]:
        """The methods of a type that answer requests to a route whose handler it is."""
        mapped = item.member("methods")
        if mapped is not None and mapped.members:
            for verb in mapped.members:
                for constant in mapped.members[verb].constants:
                    yield Answer(str(constant.value), verb_of(verb))
            return
        only = self._only_verbs(type_name)
        for name, told in self.methods_of(type_name).items():
            verb, _, below = told.partition(" ")
            if not only or verb in only:
                yield Answer(name, verb, below.replace(KEY, self._key(type_name)))
        for ancestor in self._program.ancestors(type_name, {}):
            for name, said in self._by_type.get(ancestor, ()):
                below = join_paths(said.below.replace(KEY, self._key(type_name)), said.path or name)
                for verb in said.verbs or ("GET",):
                    yield Answer(name, verb, below)

    def _only_verbs(self, type_name: str) -> frozenset[str]:
        names = (name for model in self.models(type_name) for name in model.verb_fields)
        return frozenset(map(verb_of, next(filter(None, (self._texts(type_name, name) for name in names)), ())))

    def _key(self, type_name: str) -> str:
        names = (name for model in self.models(type_name) for name in model.key_fields)
        text = next((texts[0] for name in names if (texts := self._texts(type_name, name))), None)
        return KEY if text is None else f"<{text}>"

    def _texts(self, type_name: str, field: str) -> Sequence[str]:
        declared = self._program.field(type_name, field)
        return texts_in(declared[1].initial) if declared is not None else ()


def verb_of(text: str) -> str:
    """A verb in capitals: ``RequestMethod.GET`` and ``get`` are both ``GET``."""
    return text.rpartition(".")[2].upper()
