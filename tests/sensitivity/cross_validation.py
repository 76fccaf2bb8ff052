"""How much of the figures on the labelled schemas is owed to the schemas themselves.

A classifier by rules has no training to repeat without a repository. What it could have learned from one are its
words: terms, and the words by which contexts are recognised. So for each repository in turn the taxonomy loses every
word whose only evidence lies in that repository, and the repository is classified with what is left. Evidence is that a
word occurs: in another labelled name, or in the schemas and the code of other public apps, which nobody labelled
(``elsewhere.tsv`` says where, for the words that need it). That also takes away what is plain knowledge and happens to
occur once (a national number of one country), so the figure is a lower bound.

Run as a module it prints the figure of each repository.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.matcher import TermMatcher
from secure_lint.sensitivity.taxonomy import Context, Taxonomy
from secure_lint.sensitivity.words import WordSplitter
from tests.sensitivity.conftest import checkout_taxonomy
from tests.sensitivity.labelled import Labelled, Tally, attributes, by_group, identifiers, schemas, table

ELSEWHERE = "elsewhere"
"""Stands for the labelled names that belong to no repository."""

Phrase = tuple[str, ...]


class Evidence(msgspec.Struct, frozen=True):
    """In which repositories each phrase stands: in names, and in names of entities."""

    names: dict[Phrase, set[str]]
    entities: dict[str, set[str]]

    def only_in(self, phrase: Iterable[str], repository: str) -> bool:
        """Whether a term or sibling is known from this repository alone."""
        return self.names.get(tuple(phrase)) == {repository}

    def entity_only_in(self, word: str, repository: str) -> bool:
        """Whether a word of names of entities is known from this repository alone."""
        return self.entities.get(word) == {repository}


def evidence(taxonomy: Taxonomy, rows: Iterable[Labelled], *, seen: bool = True) -> Evidence:
    """Collect where terms, names of siblings and words of entities occur; with ``seen`` also in unlabelled names."""
    splitter, matcher = WordSplitter(taxonomy.spelling), TermMatcher(taxonomy)
    names: dict[Phrase, set[str]] = defaultdict(set)
    entities: dict[str, set[str]] = defaultdict(set)
    for kind, text, repository in table("elsewhere.tsv") if seen else ():
        if kind == "entity":
            entities[text].add(repository)
        else:
            names[tuple(text.split())].add(repository)
    for row in rows:
        repository = row.repository or ELSEWHERE
        words = splitter.split(row.subject.name)
        names[tuple(words)].add(repository)
        for match in matcher.find(words):
            names[tuple(words[match.start : match.end])].add(repository)
        for word in splitter.split(row.subject.entity or ""):
            entities[word].add(repository)
            names[(word,)].add(repository)
    return Evidence(names, entities)


def without(taxonomy: Taxonomy, known: Evidence, repository: str) -> Taxonomy:
    """The taxonomy without the words that only this repository supports."""
    types = tuple(
        msgspec.structs.replace(
            item,
            terms=tuple(
                msgspec.structs.replace(
                    group,
                    phrases=tuple(text for text in group.phrases if not known.only_in(text.split(), repository)),
                )
                for group in item.terms
            ),
        )
        for item in taxonomy.types
    )
    contexts = tuple(_context_without(item, known, repository) for item in taxonomy.contexts)
    return msgspec.structs.replace(taxonomy, types=types, contexts=contexts)


def cross_validate(taxonomy: Taxonomy, held_out: list[Labelled], others: list[Labelled]) -> dict[str, Tally]:
    """Classify each repository without what is known from it alone; ``all`` counts everything."""
    known = evidence(taxonomy, [*held_out, *others])
    tallies: dict[str, Tally] = {"all": Tally()}
    for repository, rows in _by_repository(held_out):
        tally = by_group(Classifier(without(taxonomy, known, repository)), rows)["all"]
        tallies[repository] = tally
        for field in Tally.__struct_fields__:
            setattr(tallies["all"], field, getattr(tallies["all"], field) + getattr(tally, field))
    return tallies


def _context_without(item: Context, known: Evidence, repository: str) -> Context:
    def kept(words: frozenset[str]) -> frozenset[str]:
        return frozenset(word for word in words if not known.entity_only_in(word, repository))

    return msgspec.structs.replace(
        item,
        heads=kept(item.heads),
        ambiguous_heads=kept(item.ambiguous_heads),
        head_first=kept(item.head_first),
        modifiers=kept(item.modifiers),
        siblings=tuple(name for name in item.siblings if not known.only_in(name, repository)),
    )


def _by_repository(rows: Iterable[Labelled]) -> Iterator[tuple[str, list[Labelled]]]:
    collected: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        collected[row.repository].append(row)
    yield from collected.items()


def labelled_elsewhere() -> list[Labelled]:
    """The labelled names that are no attributes of the held-out schemas."""
    return [*attributes("attributes.tsv"), *attributes("contrast.tsv"), *identifiers()]


if __name__ == "__main__":
    for held, others in ((schemas("schemas.tsv"), schemas("apps.tsv")), (schemas("apps.tsv"), schemas("schemas.tsv"))):
        for name, tally in cross_validate(checkout_taxonomy(), held, [*others, *labelled_elsewhere()]).items():
            sys.stdout.write(f"{name:45} {tally}\n")
