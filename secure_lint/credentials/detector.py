"""Finds credentials in one file. Runs in worker processes; keeps no state between files but what it has compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from secure_lint.credentials.accepted import accepted_in, is_accepted_list
from secure_lint.credentials.assignments import Assignment, Form
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.candidates import (
    COMMENTED,
    COMMON,
    DOUBLED,
    IN_TEST_BLOCK,
    MADE_UP,
    MEMORABLE,
    Candidate,
    baseline_digest_of,
    digest_of,
)
from secure_lint.credentials.code_arrays import arrays_in_code
from secure_lint.credentials.code_assignments import CodeReader
from secure_lint.credentials.code_blocks import CodeBlocks
from secure_lint.credentials.declarations import Declarations
from secure_lint.credentials.document_assignments import assignments_in_document
from secure_lint.credentials.embedded import without_scheme
from secure_lint.credentials.generic import GenericModel
from secure_lint.credentials.injections import InjectionReader, injected
from secure_lint.credentials.json_words import may_name_values
from secure_lint.credentials.key_material import KeyFileMatcher
from secure_lint.credentials.lexical import Lexed, may_be_unquoted, style_of
from secure_lint.credentials.matching import ShapeMatch, ShapeMatcher
from secure_lint.credentials.module_assignments import ModuleReader
from secure_lint.credentials.named import NamedMatcher
from secure_lint.credentials.names import NameModel, split_words
from secure_lint.credentials.notebook_assignments import SUFFIX, assignments_in_notebook
from secure_lint.credentials.overlaps import most_specific
from secure_lint.credentials.places import is_list_of_assets
from secure_lint.credentials.shapes import CredentialRules, Role
from secure_lint.credentials.surroundings import Surroundings
from secure_lint.credentials.text_assignments import assignments_in_text
from secure_lint.credentials.texts import holds_texts, translated_names
from secure_lint.credentials.values import ValueKind, ValueModel
from secure_lint.credentials.word_search import Hits, WordSearch
from secure_lint.model.finding import Confidence
from secure_lint.model.program import Module
from secure_lint.model.schema import Document
from secure_lint.model.span import Span
from secure_lint.text.globs import PathGlobs
from secure_lint.text.redaction import redact
from secure_lint.text.source import SourceText

_HEAD = 8192
_LEAST_MACHINE_MADE = 16
_MOST_NAMES = 20_000
_ADDRESS = ("://",)
"""What the shape of an address with a password in it looks for."""

_NOTHING = (ValueKind.REFERENCE, ValueKind.PLACEHOLDER, ValueKind.NAME)
"""Kinds of values that are nothing even under a name of which the form of a value is known."""


class _Facts(msgspec.Struct, frozen=True):
    """What is known of a value besides its place."""

    shape: str
    role: Role
    confidence: Confidence
    name: str
    context: str
    notes: tuple[str, ...] = ()
    holder: str = ""


class _Searched(msgspec.Struct, frozen=True):
    """What shapes found in a file, and where a word stands that names or takes a credential."""

    source: SourceText
    shaped: tuple[Candidate, ...]
    hits: Hits


class Detector:
    """Finds credentials by shape, and by name, value and context."""

    def __init__(self, credentials: CredentialRules) -> None:
        self._rules = credentials
        self._names = NameModel(credentials.names)
        self._values = ValueModel(credentials.values, self._names.words())
        self._calls = CallModel(credentials.calls)
        self._generic = GenericModel(self._names, self._values)
        self._shapes = ShapeMatcher(credentials.shapes, self._values)
        self._injections = InjectionReader(self._names)
        self._named = NamedMatcher(credentials.named)
        self._previews = CodeBlocks(credentials.calls.previews)
        self._tests = CodeBlocks(credentials.calls.tests)
        self._declarations = Declarations(credentials.calls.declarations)
        self._surroundings = Surroundings(credentials.places)
        self._key_files = KeyFileMatcher(credentials.key_files)
        self._skipped = PathGlobs(credentials.places.skipped)
        self._named_by_shape = PathGlobs(credentials.places.shapes_only)
        self._translations = PathGlobs(credentials.places.translations)
        self._compiled = PathGlobs(credentials.places.compiled)
        self._translated_code = PathGlobs(credentials.places.translated_code)
        self._words = WordSearch(self._names.words() | self._named.words(), self._calls, self._is_named)
        self._searched: _Searched | None = None
        self._generic_in: tuple[SourceText, tuple[Candidate, ...]] | None = None
        self._spared: tuple[SourceText, dict[int, str]] | None = None
        self._lexed: tuple[SourceText, Lexed] | None = None
        self._doubled: tuple[SourceText, bool] | None = None
        self._known_names: dict[str, bool] = {}

    def wanted_offsets(self, source: SourceText) -> tuple[int, ...]:
        """Byte offsets in code whose function bodies must be lowered, so that `find` can judge what is in them.

        These are the places of what the lexical scan takes for credentials; all other bodies need no lowering.
        """
        if self._skipped.match(source.path) or style_of(source.path) is None:
            return ()
        found = (*self._search(source).shaped, *self._lexically(source))
        return tuple(sorted({source.offset(one.span.start_line, one.span.start_column) for one in found}))

    def asks_for_settings(self, source: SourceText) -> bool:
        """Whether a setting of a document with this text can be a credential by its name.

        Where none can, `find` needs no settings: it makes as much of an empty document.
        """
        if self._skipped.match(source.path):
            return False
        if is_list_of_assets(source.path) or is_accepted_list(source.path) or self._of_file(source) is not None:
            return True
        words = self._search(source).hits.words
        return may_name_values(source.data, words) if style_of(source.path) == "json" else bool(words)

    def find(self, source: SourceText, module: Module | None, document: Document | None) -> tuple[Candidate, ...]:
        """All credentials of a file, in order of place; where two overlap, the more specific one."""
        if self._skipped.match(source.path):
            return ()
        if is_accepted_list(source.path):
            return tuple(accepted_in(source))
        material = self._of_file(source)
        if material is not None:
            return (material,)
        if b"\0" in source.data[:_HEAD]:
            return ()
        if self._named_by_shape.match(source.path):
            return most_specific(self._shaped(source, source.data.lower()))
        if document is not None:
            found = list(self._judged(source, self._in_document(source, document), document))
        else:
            found = self._in_module(source, module) if module is not None else list(self._lexically(source))
            found = [one for one, inside in self._placed(source, found, self._previews) if not inside]
        kept = most_specific((*self._search(source).shaped, *found))
        return tuple(
            one.noted(*self._surroundings.notes(source, one), *((IN_TEST_BLOCK,) if inside else ()))
            for one, inside in self._placed(source, kept, self._tests)
        )

    @staticmethod
    def _placed(source: SourceText, found: Sequence[Candidate], kind: CodeBlocks) -> Iterator[tuple[Candidate, bool]]:
        """The candidates, each with whether it stands in a block of this kind."""
        blocks = kind.within(source) if found else []
        for one in found:
            place = source.offset(one.span.start_line, one.span.start_column) if blocks else 0
            yield one, any(start <= place < end for start, end in blocks)

    def _in_module(self, source: SourceText, module: Module) -> list[Candidate]:
        """What the front end's reading yields, and what the lexical scan found where the front end read nothing."""
        if not self._search(source).hits:
            return []
        reader = ModuleReader(module, self._calls, self._is_named, source.data.lower())
        found = list(self._judged(source, reader.read()))
        return found + [one for one in self._lexically(source) if not reader.has_read(one.span)]

    def _shaped(self, source: SourceText, lowered: bytes) -> tuple[Candidate, ...]:
        matches = self._shapes.find(source.data, lowered, source.path)
        return tuple(one for match in matches for one in self._of_shape(source, match))

    def _search(self, source: SourceText) -> _Searched:
        """What shapes and words are in a file; the last file's outcome is kept."""
        if self._searched is None or self._searched.source is not source:
            lowered = source.data.lower()
            self._searched = _Searched(source, self._shaped(source, lowered), self._words.hits(source.data, lowered))
        return self._searched

    def _lexically(self, source: SourceText) -> tuple[Candidate, ...]:
        """What the lexical scan finds in a file; the last file's outcome is kept."""
        if self._generic_in is None or self._generic_in[0] is not source:
            found = tuple(self._judged(source, self._assignments(source, self._search(source).hits)))
            self._generic_in = source, found
        return self._generic_in[1]

    def _judged(
        self, source: SourceText, assignments: Iterable[Assignment], document: Document | None = None
    ) -> Iterator[Candidate]:
        texts = self._translations if style_of(source.path) in (None, "json") else self._translated_code
        among_texts = texts.match(source.path)
        prose: bool | None = None
        known = tuple(assignments)
        translated = translated_names(known) if document is None else frozenset()
        for assignment in known:
            candidate = self._of_assignment(source, assignment, among_texts or assignment.name in translated)
            if candidate is not None and document is not None and not among_texts:
                prose = holds_texts(document) if prose is None else prose
                candidate = self._of_assignment(source, assignment, among_texts=True) if prose else candidate
            if candidate is not None:
                yield candidate

    def _assignments(self, source: SourceText, hits: Hits) -> Iterator[Assignment]:
        style = style_of(source.path)
        yield from self._declarations.read(source.path, source.data, hits.words, self._is_named)
        if style is None:
            yield from assignments_in_text(source.data, hits.words, self._is_named)
        elif hits:
            lexed = Lexed(source.data, style)
            yield from self._code_reader(lexed).read(hits.words, hits.calls)
            yield from arrays_in_code(lexed, hits.words, self._is_named)
            if may_be_unquoted(source.path):
                bare = [hit for hit in hits.words if lexed.containing(hit) is None and not lexed.in_comment(hit)]
                yield from assignments_in_text(source.data, bare, self._is_named)

    def _code_reader(self, lexed: Lexed) -> CodeReader:
        return CodeReader(lexed, lexed.data.lower(), self._calls, self._is_named)

    def _in_cell(self, data: bytes, style: str) -> Iterator[Assignment]:
        """Assignments in a code cell of a notebook."""
        hits = self._words.hits(data, data.lower())
        yield from self._code_reader(Lexed(data, style)).read(hits.words, hits.calls)

    def _in_document(self, source: SourceText, document: Document) -> Iterator[Assignment]:
        if source.path.endswith(SUFFIX):
            yield from assignments_in_notebook(document, self._in_cell)
            return
        hits = self._search(source).hits.words
        yield from assignments_in_document(document, self._is_named, self._rules.calls)
        if b"#" in source.data:
            yield from self._commented_out(source, hits)

    def _commented_out(self, source: SourceText, hits: Sequence[int]) -> Iterator[Assignment]:
        """Settings in comments, which the readers of formats leave out."""
        lines = (source.data.rfind(b"\n", 0, hit) + 1 for hit in hits)
        commented = [hit for hit, line in zip(hits, lines, strict=True) if source.data[line:hit].lstrip()[:1] == b"#"]
        yield from assignments_in_text(source.data, commented, self._is_named)

    def _of_file(self, source: SourceText) -> Candidate | None:
        """The file as a whole, when its bytes are a key store or a private key."""
        if not source.data or not (source.lossy or self._key_files.may_start(source.data[0])):
            return None
        return self._key_files.candidate(source.path, source.text.encode("latin-1") if source.lossy else source.data)

    def _is_named(self, name: str) -> bool:
        known = self._known_names.get(name)
        if known is None:
            if len(self._known_names) > _MOST_NAMES:
                self._known_names.clear()
            known = self._names.read(name) is not None or self._named.may_name(name)
            known = known or self._names.read(self._calls.typed_in(name)) is not None
            self._known_names[name] = known
        return known

    def _of_assignment(self, source: SourceText, assignment: Assignment, among_texts: bool) -> Candidate | None:
        value = without_scheme(assignment.value.strip())
        if self._is_pair_of_values(assignment) or self._is_public(source, assignment):
            return None
        named = self._named.match(assignment.name, value)
        if named is not None and self._values.read(value, split_words(assignment.name)) not in _NOTHING:
            shape, role, confidence = named.id, named.role, Confidence.HIGH
        elif self._generic.is_injected(assignment, compiled=self._compiled.match(source.path)):
            span = assignment.span_in(source)
            return injected(source.path, span, assignment.name, assignment.value, self._allowed(source, span))
        else:
            judged = self._generic.judge(assignment, among_texts=among_texts)
            if judged is None:
                return None
            public = judged[0] in ("key", "token") and any(
                map(self._names.is_public, (assignment.name, assignment.qualified))
            )
            shape, role, confidence = f"generic-{judged[0]}", Role.PUBLIC if public else Role.SECRET, judged[1]
        facts = _Facts(shape, role, confidence, assignment.name, assignment.form.value, holder=assignment.holder)
        return self._candidate(source, assignment.span_in(source), value, facts)

    def _is_public(self, source: SourceText, assignment: Assignment) -> bool:
        """Whether a value is a parameter of an address that is there for everybody."""
        if assignment.form is not Form.QUERY:
            return False
        span = assignment.span_in(source)
        return self._surroundings.is_public(source, source.offset(span.start_line, span.start_column))

    def _is_pair_of_values(self, assignment: Assignment) -> bool:
        """Whether the name is itself a password that stands before another one (``verify("password1", "other")``)."""
        name = assignment.name
        if assignment.form is not Form.ARGUMENT or name == assignment.holder or name.isalpha():
            return False
        return self._values.is_common(name)

    def _of_shape(self, source: SourceText, match: ShapeMatch) -> Iterator[Candidate]:
        if match.shape.role is Role.INJECTED:
            for name, start, end in self._injections.settings(match):
                span = source.span(start, end)
                yield injected(source.path, span, name, "", self._allowed(source, span))
            return
        if match.shape.literals == _ADDRESS and self._translations.match(source.path) and match.value.isalpha():
            return
        role = match.checked.role or match.shape.role
        confidence = Confidence.HIGH if match.checked.valid or match.shape.literals != _ADDRESS else Confidence.MEDIUM
        context = "file" if role is Role.CONTAINER and style_of(source.path) in (None, "json") else "shape"
        name = match.value if role in (Role.BUNDLED, Role.REPLACED) else ""
        notes = match.checked.notes + ((COMMENTED,) if self._in_comment(source, match.start) else ())
        facts = _Facts(match.shape.id, role, confidence, name, context, notes)
        yield self._candidate(source, source.span(match.start, match.end), match.value, facts)

    def _in_comment(self, source: SourceText, offset: int) -> bool:
        """Whether a place of source code lies in a comment."""
        style = style_of(source.path)
        if style is None:
            return False
        if self._lexed is None or self._lexed[0] is not source:
            self._lexed = source, Lexed(source.data, style)
        return self._lexed[1].in_comment(offset)

    def _marks(self, source: SourceText, value: str, holder: str) -> Iterator[str]:
        common = self._values.is_common(value)
        made_up = self._values.is_made_up(value) or self._names.is_double(holder)
        if common:
            yield COMMON
        if made_up:
            yield MADE_UP
        if len(value) < _LEAST_MACHINE_MADE or self._values.read(value) not in (ValueKind.RANDOM, ValueKind.UUID):
            yield MEMORABLE
        if (common or made_up) and self._uses_doubles(source):
            yield DOUBLED

    def _uses_doubles(self, source: SourceText) -> bool:
        if self._doubled is None or self._doubled[0] is not source:
            self._doubled = source, self._names.uses_doubles(source.data)
        return self._doubled[1]

    def _candidate(self, source: SourceText, span: Span, value: str, facts: _Facts) -> Candidate:
        return Candidate(
            shape=facts.shape,
            span=span,
            path=source.path,
            name=facts.name,
            redacted=redact(value),
            digest=digest_of(value),
            role=facts.role,
            confidence=facts.confidence,
            context=facts.context,
            baseline_digest=baseline_digest_of(value),
            notes=(*facts.notes, *self._marks(source, value, facts.holder)),
            holder=facts.holder,
            allowed=self._allowed(source, span),
        )

    def _allowed(self, source: SourceText, span: Span) -> str:
        """The mark that spares the line on which a place starts."""
        if self._spared is None or self._spared[0] is not source:
            self._spared = source, {source.position(at)[0]: mark for mark, at in self._marks_in(source.data)}
        return self._spared[1].get(span.start_line, "")

    def _marks_in(self, data: bytes) -> Iterator[tuple[str, int]]:
        for mark in reversed(self._rules.allow_marks):
            for match in re.finditer(re.escape(mark.encode()), data):
                yield mark, match.start()
