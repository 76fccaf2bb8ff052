"""Finds credentials in one file. Runs in worker processes; keeps no state between files but what it has compiled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import ahocorasick_rs
import msgspec

from secure_lint.credentials.accepted import accepted_in, is_accepted_list
from secure_lint.credentials.assignments import Assignment, Form
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.candidates import Candidate, baseline_digest_of, digest_of
from secure_lint.credentials.code_assignments import CodeReader, named_parts
from secure_lint.credentials.document_assignments import assignments_in_document
from secure_lint.credentials.generic import GenericModel
from secure_lint.credentials.key_material import key_material_of
from secure_lint.credentials.lexical import Lexed, style_of
from secure_lint.credentials.matching import ShapeMatch, ShapeMatcher
from secure_lint.credentials.module_assignments import assignments_in_module
from secure_lint.credentials.named import NamedMatcher
from secure_lint.credentials.names import NameModel
from secure_lint.credentials.places import PathGlobs
from secure_lint.credentials.shapes import CredentialRules, Role
from secure_lint.credentials.text_assignments import assignments_in_text
from secure_lint.credentials.values import ValueKind, ValueModel
from secure_lint.model.finding import Confidence
from secure_lint.model.program import Module
from secure_lint.model.schema import Document
from secure_lint.model.span import WHOLE_FILE, Span
from secure_lint.text.redaction import redact
from secure_lint.text.source import SourceText


_BINARY_STARTS = b"\x30\xce\xfe\xc3"
_HEAD = 8192
_MOST_NAMES = 20_000


class _Hits(msgspec.Struct, frozen=True):
    """Byte offsets of credential words, and byte ranges of calls that take a credential."""

    words: tuple[int, ...]
    calls: tuple[tuple[int, int], ...]


class Detector:
    """Finds credentials by shape, and by name, value and context."""

    def __init__(self, credentials: CredentialRules) -> None:
        self._rules = credentials
        self._names = NameModel(credentials.names)
        self._values = ValueModel(credentials.values, self._names.words())
        self._calls = CallModel(credentials.calls)
        self._generic = GenericModel(self._names, self._values)
        self._shapes = ShapeMatcher(credentials.shapes, self._values)
        self._named = NamedMatcher(credentials.named)
        self._skipped = PathGlobs(credentials.places.skipped)
        self._translations = PathGlobs(credentials.places.translations)
        words = sorted(self._names.words() | self._named.words())
        consumers = self._calls.consumer_names()
        self._word_count = len(words)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [word.encode() for word in words] + [name.lower().encode() for name in consumers]
        )
        self._known_names: dict[str, bool] = {}
        self._consumers = tuple(name.encode() for name in consumers)

    def wanted_offsets(self, source: SourceText) -> tuple[int, ...]:
        """Byte offsets in code whose function bodies must be lowered for the generic model.

        These are the places where a credential word, or a call that takes a credential, stands near a quote.
        """
        if self._skipped.match(source.path):
            return ()
        data = source.data
        hits = self._hits(data, data.lower())
        near = [at for at in hits.words if data.find(b'"', max(0, at - 80), at + 200) >= 0]
        return tuple(sorted({*near, *(start for start, _ in hits.calls)}))

    def find(self, source: SourceText, module: Module | None, document: Document | None) -> tuple[Candidate, ...]:
        """All credentials of a file, in order of place; where two overlap, the more specific one."""
        if self._skipped.match(source.path):
            return ()
        if is_accepted_list(source.path):
            return tuple(accepted_in(source))
        material = self._of_file(source)
        if material is not None:
            return (material,)
        data = source.data
        if b"\0" in data[:_HEAD]:
            return ()
        lowered = data.lower()
        found = [self._of_shape(source, match) for match in self._shapes.find(data, lowered)]
        for assignment in self._assignments(source, lowered, module, document):
            candidate = self._of_assignment(source, assignment)
            if candidate is not None:
                found.append(candidate)
        return _most_specific(found)

    def _assignments(
        self, source: SourceText, lowered: bytes, module: Module | None, document: Document | None
    ) -> Iterator[Assignment]:
        style = style_of(source.path)
        if style in (None, "json") and self._translations.match(source.path):
            return
        if module is not None:
            yield from assignments_in_module(module, self._calls, self._is_named, lowered)
            return
        if document is not None:
            for assignment in assignments_in_document(document, self._is_named):
                yield assignment
            return
        hits = self._hits(source.data, lowered)
        if not hits.words and not hits.calls:
            return
        if style is None:
            yield from assignments_in_text(source.data, hits.words, self._is_named)
            yield from self._parts_of_lines(source.data, hits.words)
            return
        reader = CodeReader(Lexed(source.data, style), lowered, self._calls, self._is_named)
        yield from reader.read(hits.words, hits.calls)

    def _of_file(self, source: SourceText) -> Candidate | None:
        """The file as a whole, when its bytes are a key store or a private key."""
        if not source.data or source.data[0] not in _BINARY_STARTS and not source.lossy:
            return None
        raw = source.text.encode("latin-1") if source.lossy else source.data
        material = key_material_of(raw)
        if material is None:
            return None
        digest = hashlib.sha256(raw).hexdigest()
        notes = (material.kind, *(("debug",) if material.debug else ()))
        return Candidate(
            "key-material", WHOLE_FILE, source.path, material.kind, "", digest[:32], Role.CONTAINER, Confidence.HIGH, "file", "", notes
        )

    def _is_named(self, name: str) -> bool:
        known = self._known_names.get(name)
        if known is None:
            if len(self._known_names) > _MOST_NAMES:
                self._known_names.clear()
            known = self._names.read(name) is not None or self._named.may_name(name)
            self._known_names[name] = known
        return known

    def _hits(self, data: bytes, lowered: bytes) -> _Hits:
        words: list[int] = []
        calls: list[tuple[int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if index < self._word_count:
                words.append(start)
            elif data[start:end] == self._consumers[index - self._word_count] and not _continues(data, start, end):
                calls.append((start, end))
        return _Hits(tuple(words), tuple(calls))

    def _parts_of_lines(self, data: bytes, hits: tuple[int, ...]) -> Iterator[Assignment]:
        done = -1
        for hit in hits:
            if hit < done:
                continue
            start = data.rfind(b"\n", 0, hit) + 1
            end = data.find(b"\n", hit)
            done = len(data) if end < 0 else end
            if done - start < 4000:
                yield from named_parts(data[start:done].decode("utf-8", "replace"), start, self._is_named)

    def _of_assignment(self, source: SourceText, assignment: Assignment) -> Candidate | None:
        value = assignment.value.strip()
        named = self._named.match(assignment.name, value)
        judged: tuple[str, Confidence] | None
        if named is not None and self._values.read(value) not in (ValueKind.REFERENCE, ValueKind.PLACEHOLDER):
            shape, role, judged = named.id, named.role, (named.id, Confidence.HIGH)
        else:
            judged = self._generic.judge(assignment)
            if judged is None:
                return None
            shape, role = f"generic-{judged[0]}", Role.SECRET
        span = assignment.place if isinstance(assignment.place, Span) else source.span(*assignment.place)
        candidate = self._candidate(source, shape, span, assignment.name, value, role, judged[1], assignment.form.value)
        return msgspec.structs.replace(candidate, notes=("common",)) if self._values.is_common(value) else candidate

    def _of_shape(self, source: SourceText, match: ShapeMatch) -> Candidate:
        role = match.checked.role or match.shape.role
        confidence = Confidence.HIGH if match.checked.valid or match.shape.literals != ("://",) else Confidence.MEDIUM
        span = source.span(match.start, match.end)
        candidate = self._candidate(source, match.shape.id, span, "", match.value, role, confidence, "shape")
        notes = match.checked.notes
        if self._values.is_common(match.value):
            notes = (*notes, "common")
        context = "file" if role is Role.CONTAINER and style_of(source.path) in (None, "json") else "shape"
        return msgspec.structs.replace(candidate, notes=notes, context=context)

    def _candidate(
        self, source: SourceText, shape: str, span: Span, name: str, value: str, role: Role, confidence: Confidence, context: str
    ) -> Candidate:
        line = source.line(span.start_line)
        allowed = next((mark for mark in self._rules.allow_marks if mark in line), "")
        return Candidate(
            shape, span, source.path, name, redact(value), digest_of(value), role, confidence, context,
            baseline_digest_of(value), (), allowed,
        )


def _continues(data: bytes, start: int, end: int) -> bool:
    """Whether the word at ``[start, end)`` is only a part of a longer identifier."""
    before = data[start - 1 : start]
    after = data[end : end + 1]
    return before.isalnum() or before == b"_" or after.isalnum() or after == b"_"


def _most_specific(found: list[Candidate]) -> tuple[Candidate, ...]:
    """Leave out generic candidates that overlap one that its shape gives away, and repeats."""
    shaped = [one.span for one in found if not one.shape.startswith("generic-")]
    kept: dict[tuple[Span, str], Candidate] = {}
    for one in sorted(found, key=lambda item: (item.span, item.shape.startswith("generic-"), item.shape)):
        if one.shape.startswith("generic-") and any(_overlap(one.span, other) for other in shaped):
            continue
        kept.setdefault((one.span if one.role is not Role.SIGNAL else WHOLE_FILE, one.digest), one)
    return tuple(kept.values())


def _overlap(first: Span, second: Span) -> bool:
    return (first.start_line, first.start_column) < (second.end_line, second.end_column) and (
        second.start_line,
        second.start_column,
    ) < (first.end_line, first.end_column)
