"""What converters do to the values of attributes before the write: those of one attribute, and those for a type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from secure_lint.flow.values.value import Protection, all_taints
from secure_lint.judge.context import Analysed
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.program import Function
from secure_lint.model.schema import Attribute, Entity


class Converters:
    """The protections that converters give to the values of attributes.

    A converter that an attribute names counts for that one, a function that models call one for all attributes of the
    type that it takes, if the project declares this: all texts of a store are not of one kind.
    """

    def __init__(self, analysed: Analysed) -> None:
        self._analysed = analysed
        self._named: dict[str, tuple[Protection, ...]] = {}
        self._by_type = self._of_types()

    def protections(self, entity: Entity, attribute: Attribute) -> tuple[Protection, ...]:
        """The protections that some function of the attribute's converter gives to its result."""
        if attribute.converter is None:
            declared = self._analysed.program.module_of_type.get(entity.type or "")
            if declared is None or attribute.type is None or not self._by_type:
                return ()
            resolved = self._analysed.program.names.resolve(declared, bare(attribute.type))
            return self._by_type.get(resolved, ())
        name = simple_name(attribute.converter)
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = self._first(self._methods_of(name))
        return found

    def _methods_of(self, name: str) -> Iterator[Function]:
        for (owner, _), functions in sorted(self._analysed.program.methods.items()):
            if simple_name(owner) == name:
                yield from functions

    def _of_types(self) -> Mapping[str, tuple[Protection, ...]]:
        program, wanted = self._analysed.program, self._analysed.index.converting
        found: dict[str, tuple[Protection, ...]] = {}
        for module in program.modules.values():
            for function in module.functions:
                if len(function.parameters) != 1 or wanted.isdisjoint(
                    program.names.resolve(module, one.name) for one in function.annotations
                ):
                    continue
                taken = program.names.resolve(module, bare(function.parameters[0].type or ""))
                given = self._first((function,)) if taken in program.types else ()
                if given:
                    found[taken] = given
        return found

    def _first(self, functions: Iterable[Function]) -> tuple[Protection, ...]:
        given = (self._given_by(self._analysed.program.key_of(one)) for one in functions)
        return next((one for one in given if one), ())

    def _given_by(self, function: str) -> tuple[Protection, ...]:
        """The real protections in the result of a function."""
        summary = self._analysed.summaries.get(function)
        if summary is None:
            return ()
        marks = {one for taint in all_taints(summary.result) for one in taint.protections}
        real = (one for one in marks if one.kind in self._analysed.kinds.clearing)
        return tuple(sorted(real, key=lambda one: (one.kind, one.key_origins)))
