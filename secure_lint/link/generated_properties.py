"""Properties that a source generator makes of annotated fields: ``[ObservableProperty] string _email`` gives Email.

Generators for C# add them to classes that are partial, under the name of the field without its prefix and with a
capital letter (documentation of the .NET Community Toolkit, ReactiveUI.SourceGenerators and PropertyChanged).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secure_lint.model.program import Field

_LANGUAGE = "csharp"
_PREFIXES = ("m_", "_")


def generated_properties(fields: Iterable[Field], language: str) -> Iterator[tuple[str, Field]]:
    """The names of the properties that a generator may make of the fields of a class, each with its field."""
    if language == _LANGUAGE:
        for field in fields:
            name = field.name
            for prefix in _PREFIXES:
                name = name.removeprefix(prefix)
            capitalised = name[:1].upper() + name[1:]
            if field.annotations and capitalised not in ("", field.name):
                yield capitalised, field
