"""Reading the taxonomy from its YAML documents, and checking it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from secure_lint.errors import RuleError
from secure_lint.knowledge.documents import Path, load_yaml
from secure_lint.sensitivity.data_type import DataType, Group, Terms
from secure_lint.sensitivity.taxonomy import Context, Grammar, Statements, Taxonomy, TypeNames
from secure_lint.sensitivity.taxonomy_parts import (
    ContextEntry,
    ContextsDocument,
    EvidenceDocument,
    GrammarDocument,
    GroupDocument,
    Lexicon,
    ShownByEntry,
    SiblingsEntry,
    StatementsEntry,
    TypeEntry,
    ValuesDocument,
)
from secure_lint.sensitivity.words import Spelling, WordSplitter, parts, spellings

Lines = dict[Path, int]
T = TypeVar("T")


def build_taxonomy(documents: Iterable[tuple[str, str]]) -> Taxonomy:
    """Build the taxonomy; see ``load_taxonomy``.

    ``grammar.yaml``, ``contexts.yaml``, ``values.yaml`` and ``evidence.yaml`` hold the word lists, each file in
    ``types/`` a group of data types.
    """
    sources = _Sources(documents)
    grammar = sources.take("grammar.yaml", GrammarDocument)
    contexts = sources.take("contexts.yaml", ContextsDocument)
    values = sources.take("values.yaml", ValuesDocument)
    evidence = sources.take("evidence.yaml", EvidenceDocument)
    groups, types = _groups(sources, grammar, contexts)
    _check_records(contexts, {item.id for item in types})
    surroundings = tuple(_context(name, item) for name, item in contexts.contexts.items())
    spelling = Spelling(
        vocabulary=_vocabulary(types, surroundings, grammar, contexts, evidence),
        short=frozenset(grammar.short),
        compounds=frozenset(grammar.compounds),
        invariant=frozenset(grammar.invariant),
        connectors=frozenset(grammar.connectors),
        abbreviations=grammar.abbreviations,
    )
    splitter = WordSplitter(spelling)
    return Taxonomy(
        groups=tuple(groups),
        types=tuple(_normalised(item, splitter) for item in types),
        contexts=tuple(_normalised_context(item, splitter) for item in surroundings),
        entity_suffixes=_words(contexts.suffixes, splitter),
        grammar=_grammar(grammar, splitter),
        type_names=_type_names(values),
        annotations=_statements(evidence.annotations, splitter),
        comments=_statements(evidence.comments, splitter),
        vectors=tuple(evidence.vectors),
        spelling=spelling,
    )


class _Sources:
    """The documents by their name below ``taxonomy/``; every one must be taken or hold types."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        self._texts = {path.partition("taxonomy/")[2] or path: (path, text) for path, text in documents}

    def take(self, name: str, schema: type[T]) -> T:
        """Read a document that must exist."""
        if name not in self._texts:
            raise RuleError(f"rules/taxonomy/{name}", None, "the taxonomy needs this document")
        path, text = self._texts.pop(name)
        return load_yaml(text, path, schema, RuleError)[0]

    def types(self) -> Iterator[tuple[str, GroupDocument, Lines]]:
        """Read what is left: the groups of data types."""
        for name, (path, text) in sorted(self._texts.items()):
            if not name.startswith("types/"):
                raise RuleError(path, None, "not a document of the taxonomy; data types stand in types/")
            document, lines = load_yaml(text, path, GroupDocument, RuleError)
            yield path, document, lines


def _groups(
    sources: _Sources, grammar: GrammarDocument, contexts: ContextsDocument
) -> tuple[list[Group], list[DataType]]:
    groups: list[Group] = []
    types: list[DataType] = []
    seen: set[str] = set()
    for path, document, lines in sources.types():
        _check_group(document, lines, path, grammar, contexts)
        heads, unless = tuple(document.negative_heads), tuple(document.unless)
        holders = frozenset(document.holders)
        groups.append(Group(document.group, document.title, heads, document.tail, unless, holders))
        for index, item in enumerate(document.types):
            if item.id in seen:
                raise RuleError(path, lines.get(("types", index, "id")), f"the data type {item.id!r} stands twice")
            seen.add(item.id)
            types.append(_data_type(item, document))
    return groups, types


def _normalised(item: DataType, splitter: WordSplitter) -> DataType:
    """Bring the terms into the form in which the words of a name arrive."""
    terms = (
        msgspec.structs.replace(
            group, phrases=tuple(dict.fromkeys(" ".join(splitter.split(phrase)) for phrase in group.phrases))
        )
        for group in item.terms
    )
    return msgspec.structs.replace(item, terms=tuple(terms))


def _normalised_context(item: Context, splitter: WordSplitter) -> Context:
    siblings = tuple(tuple(splitter.split(" ".join(words))) for words in item.siblings)
    return msgspec.structs.replace(
        item,
        siblings=siblings,
        heads=_words(item.heads, splitter),
        ambiguous_heads=_words(item.ambiguous_heads, splitter),
        head_first=_words(item.head_first, splitter),
        modifiers=_words(item.modifiers, splitter),
    )


def _check_group(
    document: GroupDocument, lines: Lines, path: str, grammar: GrammarDocument, contexts: ContextsDocument
) -> None:
    for name in document.negative_heads:
        if name not in grammar.negative_heads:
            raise RuleError(path, lines.get(("negative_heads",)), f"unknown set of negative heads {name!r}")
    for name in document.unless:
        if name not in contexts.contexts:
            raise RuleError(path, lines.get(("unless",)), f"unknown context {name!r}")
    for index, item in enumerate(document.types):
        for place, block in enumerate(item.contextual):
            for name in (*block.when, *block.unless):
                if name not in contexts.contexts:
                    line = lines.get(("types", index, "contextual", place, "when"))
                    raise RuleError(path, line, f"unknown context {name!r}")
        for language, terms in item.terms.items():
            for term in terms:
                if not parts(spellings(term)[0]):
                    raise RuleError(
                        path, lines.get(("types", index, "terms", language)), f"the term {term!r} has no word"
                    )


def _check_records(contexts: ContextsDocument, types: set[str]) -> None:
    for name, item in contexts.contexts.items():
        shown_by = item.shown_by.types if item.shown_by else []
        for data_type in (*([item.record_type] if item.record_type else []), *shown_by):
            if data_type not in types:
                raise RuleError("rules/taxonomy/contexts.yaml", None, f"{name}: unknown data type {data_type!r}")


def _data_type(item: TypeEntry, group: GroupDocument) -> DataType:
    terms = [Terms(language, phrases) for language, phrases in _phrases(item.terms)]
    for block in item.contextual:
        when, unless, values = tuple(block.when), tuple(block.unless), tuple(block.values)
        terms += (
            Terms(language, phrases, when, block.modifiable, unless, values)
            for language, phrases in _phrases(block.terms)
        )
    return DataType(
        item.id,
        item.title,
        group.group,
        item.keeping,
        tuple(item.cwe or group.cwe),
        tuple(group.masvs),
        tuple(item.regulations or group.regulations),
        tuple(item.google_play),
        tuple(item.apple),
        frozenset(item.values),
        tuple(terms),
        item.proof,
        item.protected,
    )


def _phrases(lexicon: Lexicon) -> Iterator[tuple[str, tuple[str, ...]]]:
    for language, terms in lexicon.items():
        yield language, tuple(" ".join(parts(spelling)) for term in terms for spelling in spellings(term))


def _context(name: str, item: ContextEntry) -> Context:
    siblings = item.siblings or SiblingsEntry([], 0)
    shown_by = item.shown_by or ShownByEntry([], 0)
    names = tuple(tuple(parts(sibling)) for sibling in siblings.names)
    return Context(
        name,
        frozenset((*item.heads, *item.head_first)),
        frozenset(item.ambiguous_heads),
        frozenset(item.head_first),
        frozenset(item.modifiers),
        names,
        siblings.at_least,
        frozenset(shown_by.types),
        shown_by.at_least,
        frozenset(item.roles),
        item.record_type,
        item.narrow,
        item.shown_beside,
    )


def _grammar(document: GrammarDocument, splitter: WordSplitter) -> Grammar:
    return Grammar(
        leading=_words(document.leading, splitter),
        transparent=_words(document.transparent, splitter),
        widgets=_words(document.widgets, splitter),
        statements=_words(document.statements, splitter),
        actions=_words(document.actions, splitter),
        bounds=_words(document.bounds, splitter),
        extremes=_words(document.extremes, splitter),
        units=_words(document.units, splitter),
        copulas=_words(document.copulas, splitter),
        record_nouns=_words(document.record_nouns, splitter),
        fact_verbs=_words(document.fact_verbs, splitter),
        flag_heads=_words(document.flag_heads, splitter),
        prepositions=_words(document.prepositions, splitter),
        verbs_before_prepositions=_words(document.verbs_before_prepositions, splitter),
        protected=_words(document.protected, splitter),
        redacting=_words(document.redacting, splitter),
        measures=_words(document.measures, splitter),
        generic=_words(document.generic, splitter),
        generic_captions=_words(document.generic_captions, splitter),
        leading_heads=_words(document.leading_heads, splitter),
        head_first_languages=frozenset(document.head_first_languages),
        negative_heads={name: _words(words, splitter) for name, words in document.negative_heads.items()},
        innocent=tuple(dict.fromkeys(tuple(splitter.split(phrase)) for phrase in document.innocent)),
    )


def _words(texts: Iterable[str], splitter: WordSplitter) -> frozenset[str]:
    """Bring single words into the form in which the words of a name arrive."""
    return frozenset(words[0] if len(words := splitter.split(text)) == 1 else text for text in texts)


def _type_names(document: ValuesDocument) -> TypeNames:
    kinds = {name: kind for kind, names in document.kinds.items() for name in names}
    return TypeNames(kinds, frozenset(document.wrappers), frozenset(document.component_heads))


def _statements(document: StatementsEntry, splitter: WordSplitter) -> Statements:
    def phrases(texts: list[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(splitter.split(text)) for text in texts)

    return Statements(phrases(document.sensitive), phrases(document.harmless))


def _vocabulary(
    types: list[DataType],
    contexts: tuple[Context, ...],
    grammar: GrammarDocument,
    records: ContextsDocument,
    evidence: EvidenceDocument,
) -> frozenset[str]:
    words = {word for item in types for group in item.terms for phrase in group.phrases for word in phrase.split()}
    for context in contexts:
        words |= context.heads | context.ambiguous_heads | context.modifiers
        words |= {word for name in context.siblings for word in name}
    for texts in (
        grammar.leading,
        grammar.transparent,
        grammar.widgets,
        grammar.statements,
        grammar.actions,
        grammar.bounds,
        grammar.extremes,
        grammar.units,
        grammar.copulas,
        grammar.record_nouns,
        grammar.fact_verbs,
        grammar.flag_heads,
        grammar.prepositions,
        grammar.connectors,
        grammar.protected,
        grammar.redacting,
        grammar.measures,
        grammar.generic,
        grammar.generic_captions,
        grammar.short,
        grammar.plain,
        grammar.compounds,
        grammar.leading_heads,
        grammar.innocent,
        *grammar.negative_heads.values(),
        list(grammar.abbreviations.values()),
        records.suffixes,
        evidence.annotations.sensitive,
        evidence.comments.sensitive,
    ):
        words |= {word for text in texts for word in (*parts(text), text) if word.isalnum()}
    return frozenset(word for word in words if not word.isdigit()) - grammar.abbreviations.keys()
