"""Reading one file: decode, screen, parse what is worth it. Runs in worker processes; everything here is per file."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path

import msgspec

from secure_lint.credentials.candidates import Candidate
from secure_lint.credentials.detector import Detector
from secure_lint.engine.data_words import DataWords
from secure_lint.engine.loading import is_binary
from secure_lint.errors import DEBUG_VARIABLE
from secure_lint.formats.reading import LINTER_MARK, ReadDocument
from secure_lint.formats.registry import (
    is_archive,
    is_container,
    is_document,
    read_binary,
    read_container,
    read_document,
    read_generated,
)
from secure_lint.languages.front_end import (
    WantedBodies,
    folder_files,
    front_end_of,
    front_ends,
    has_hash_comments,
    load_front_end,
)
from secure_lint.model.facts import FileFacts, Landmark, Remark
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.schema import Document
from secure_lint.model.span import Span
from secure_lint.screen.plan import ScreenPlan
from secure_lint.screen.relays import RelayNames
from secure_lint.screen.settings import is_translation
from secure_lint.screen.words import Screen, ScreenWord
from secure_lint.server.guard_names import GuardNames
from secure_lint.text.commented_code import commented_code
from secure_lint.text.globs import path_globs
from secure_lint.text.source import SourceText

_IMPORTS = re.compile(rb"\b(?:import|require|export)\b")
_LINTER_MARK = LINTER_MARK.encode()


class ReadFile(msgspec.Struct, frozen=True):
    """The facts of a file and the credentials in it. ``screened`` tells that it was parsed as code.

    A container has ``parts``, each with facts of its own.
    """

    facts: FileFacts
    credentials: tuple[Candidate, ...] = ()
    screened: bool = False
    size: int = 0
    parts: tuple[ReadFile, ...] = ()

    @property
    def holds_secrets(self) -> bool:
        """Whether the facts may hold the plain value of a credential, so that they must not be stored."""
        return any(one.role.holds_value for one in self.credentials)

    @property
    def failed(self) -> bool:
        """Whether the file could not be read, which may change while the file stays: a parser was missing, say."""
        return any(not one.partial and one.stage is Stage.READ for one in self.facts.problems)


class Demand(msgspec.Struct, frozen=True):
    """What a later round asks of a file: bodies that hold these positions (line and column).

    ``weak`` positions count only in bodies that name sensitive data; ``everything`` stands for all bodies. A file that
    is read ``again`` has been searched for credentials before.
    """

    positions: tuple[tuple[int, int], ...] = ()
    weak: tuple[tuple[int, int], ...] = ()
    everything: bool = False

    @property
    def again(self) -> bool:
        """Whether this is not the first time that the file is read."""
        return bool(self.positions or self.weak or self.everything)


class Reader:
    """Reads files according to a plan."""

    def __init__(self, plan: ScreenPlan, detector: Detector, data_words: DataWords) -> None:
        self._data_words = data_words
        self._plan = plan
        self._guards = GuardNames(plan.guard_names)
        self._relays = RelayNames(plan.relays)
        self._screens: dict[str, Screen] = {}
        self._detector = detector

    def read(self, path: str, absolute: Path, demand: Demand) -> ReadFile:
        """The facts of a file; a file that cannot be read yields a problem."""
        try:
            raw = absolute.read_bytes()
        except OSError as error:
            problem = Problem(path, f"cannot be read: {error.strerror or error}", Stage.DISCOVER)
            return ReadFile(FileFacts(path, problems=(problem,)))
        try:
            return self.read_bytes(path, raw, demand)
        except RecursionError:
            reason = "it is nested too deep"
        except Exception as error:
            if os.environ.get(DEBUG_VARIABLE):
                raise
            reason = f"this is a defect of secure-lint, please report it ({type(error).__name__})"
        problem = Problem(path, f"could not be read: {reason}", Stage.READ)
        return ReadFile(FileFacts(path, problems=(problem,)), size=len(raw))

    def read_bytes(self, path: str, raw: bytes, demand: Demand) -> ReadFile:
        """The facts of a file with this content."""
        if is_container(path) or is_archive(path):
            return self._read_container(path, raw)
        if is_binary(raw):
            return self._read_binary(path, raw)
        source = SourceText(path, raw)
        problems: tuple[Problem, ...] = ()
        if source.lossy:
            problems = (Problem(path, "some bytes could not be decoded; they were replaced", Stage.READ, partial=True),)
        if is_translation(path):
            return ReadFile(FileFacts(path, problems=problems), self._detector.find(source, None, None), size=len(raw))
        if is_document(path):
            return self._read_document(source, problems)
        generated = read_generated(path, source.data)
        if generated is not None:
            return self._read_generated(source, generated, problems)
        name = front_end_of(Path(path).suffix, source.data)
        if name is not None:
            return self._read_code(source, name, demand, problems)
        return ReadFile(FileFacts(path, problems=problems), self._detector.find(source, None, None), size=len(raw))

    def _read_container(self, path: str, raw: bytes) -> ReadFile:
        """The parts of a container; their paths begin with its own."""
        parts: list[ReadFile] = []
        for part, read in read_container(path, raw):
            source = read.listing or SourceText(part, b"")
            document = read.document if read.listing is not None else None
            found = self._detector.find(source, None, document)
            parts.append(ReadFile(self._facts(part, read), found))
            parts += [self._read_embedded(part, element, code, read) for element, code in read.embedded]
        return ReadFile(FileFacts(path), size=len(raw), parts=tuple(parts))

    def _read_embedded(self, container: str, element: str, source: SourceText, holder: ReadDocument) -> ReadFile:
        """A piece of code that a container holds in one of its elements."""
        name = front_end_of(Path(source.path).suffix, source.data)
        if name is None:
            return ReadFile(FileFacts(source.path))
        read = self._read_code(source, name, Demand(), ())
        whole = Span(1, 1, len(source.line_starts), len(source.data) + 2)
        facts = msgspec.structs.replace(
            read.facts,
            landmarks=(Landmark(whole, element),),
            lined=holder.listing is None,
            platform=holder.platform,
            container=container,
            problems=(),
        )
        # What its shape gives away is found in the text of the container already.
        named = tuple(one for one in read.credentials if one.shape.startswith("generic-"))
        return msgspec.structs.replace(read, facts=facts, credentials=named)

    def _read_generated(self, source: SourceText, read: ReadDocument, problems: tuple[Problem, ...]) -> ReadFile:
        """A generated code file: what its generator says in it, and the credentials in its code."""
        found = self._detector.find(source, None, read.document)
        parts = tuple(self._read_embedded(source.path, element, code, read) for element, code in read.embedded)
        return ReadFile(self._facts(source.path, read, problems), found, size=len(source.data), parts=parts)

    def _read_binary(self, path: str, raw: bytes) -> ReadFile:
        """Key material is found in binary files too; a file that should be text but is not is a problem."""
        found = self._detector.find(SourceText(path, raw), None, None)
        read = read_binary(path, raw)
        if read is not None:
            listing = read.listing or SourceText(path, b"")
            found = (*found, *self._detector.find(listing, None, read.document))
            return ReadFile(self._facts(path, read), found, size=len(raw))
        problems: tuple[Problem, ...] = ()
        if is_document(path) or Path(path).suffix in front_ends():
            problems = (Problem(path, "is a binary file in spite of its name; it was not analysed", Stage.READ),)
        return ReadFile(FileFacts(path, problems=problems), found, size=len(raw))

    def _read_code(self, source: SourceText, name: str, demand: Demand, problems: tuple[Problem, ...]) -> ReadFile:
        wanted = self._wanted(source, name, demand)
        hands_on = not self._plan.credentials_only and self._hands_on(source)
        if not (wanted.everything or wanted.offsets or wanted.weak or hands_on) and _LINTER_MARK not in source.data:
            return ReadFile(FileFacts(source.path, problems=problems), size=len(source.data))
        read = load_front_end(name).read(source, wanted)
        credentials = () if demand.again else self._detector.find(source, read.module, None)
        if self._is_unread(source.path):
            facts = FileFacts(source.path, comments=read.comments, problems=(*problems, *read.problems))
            return ReadFile(facts, credentials, screened=True, size=len(source.data))
        facts = FileFacts(
            source.path,
            module=read.module,
            comments=read.comments,
            problems=(*problems, *read.problems),
            remarks=self._remarks(source, name),
        )
        return ReadFile(facts, credentials, screened=True, size=len(source.data))

    @staticmethod
    def _hands_on(source: SourceText) -> bool:
        """Whether a file speaks for its folder by what it imports."""
        return Path(source.path).stem in folder_files() and _IMPORTS.search(source.data) is not None

    def _remarks(self, source: SourceText, name: str) -> tuple[Remark, ...]:
        """Code in comments that names a guard of an endpoint."""
        lines = commented_code(source.data, hashes=has_hash_comments(name))
        return tuple(Remark(line, text) for line, text in lines if any(self._guards.named_in(text)))

    def _read_document(self, source: SourceText, problems: tuple[Problem, ...]) -> ReadFile:
        asked = self._detector.asks_for_settings(source)
        empty = Document(source.path, "", ())
        if self._plan.credentials_only and not asked and _LINTER_MARK not in source.data:
            found = self._detector.find(source, None, empty)
            return ReadFile(FileFacts(source.path, problems=problems), found, size=len(source.data))
        read = read_document(source)
        credentials = self._detector.find(source, None, read.document if asked else empty)
        return ReadFile(self._facts(source.path, read, problems), credentials, size=len(source.data))

    def _facts(self, path: str, read: ReadDocument, problems: tuple[Problem, ...] = ()) -> FileFacts:
        """The facts in what a format's reader made of a file."""
        return FileFacts(
            path,
            module=read.module,
            document=self._plan.settings.kept(read.document) if read.document is not None else None,
            entities=read.entities,
            comments=read.comments,
            problems=(*problems, *read.problems),
            stores=read.stores,
            landmarks=read.landmarks,
            uses=read.uses,
            lined=read.listing is None,
            platform=read.platform,
            grants=read.grants,
            schema_steps=read.schema_steps,
        )

    def _is_unread(self, path: str) -> bool:
        return bool(self._plan.unread) and path_globs(*self._plan.unread).match(path)

    def _screen(self, language: str) -> Screen:
        screen = self._screens.get(language)
        if screen is None:
            plan = self._plan.languages[language]
            screen = Screen(ScreenWord(word, whole=word not in plan.parts) for word in plan.words)
            self._screens[language] = screen
        return screen

    def _wanted(self, source: SourceText, language: str, demand: Demand) -> WantedBodies:
        strong = {_offset(source, *position) for position in demand.positions}
        weak = {_offset(source, *position) for position in demand.weak}
        if not demand.again:
            strong.update(self._detector.wanted_offsets(source))
        if self._is_unread(source.path):
            return WantedBodies(tuple(sorted(strong)))
        hits = self._screen(language).hits(source.data)
        words = self._plan.languages[language]
        if demand.everything or any(re.search(pattern, source.path) for pattern in words.routed):
            return WantedBodies(everything=True)
        present = {hit.word for hit in hits}
        for hit in hits:
            for plan, offsets in ((words.gates, strong), (words.weak, weak)):
                gates = plan.get(hit.word)
                if gates is not None and (not gates or any(gate in present for gate in gates)):
                    offsets.add(hit.offset)
        strong |= self._in_relays(source, weak)
        data = self._data_words.offsets(source.data) if weak else ()
        return WantedBodies(tuple(sorted(strong)), tuple(sorted(weak)) if data else (), data)

    def _in_relays(self, source: SourceText, offsets: Collection[int]) -> set[int]:
        """Those of the places that lie in functions which hand on what they get."""
        if not offsets or self._relays.in_path(source.path):
            return set(offsets)
        return {one for one in offsets if self._relays.around(source.data, one)}


def _offset(source: SourceText, line: int, column: int) -> int:
    starts = source.line_starts
    start = starts[min(line, len(starts)) - 1]
    return min(start + column, len(source.data))


def content_key(raw: bytes, demand: Demand) -> str:
    """The key of a file's content and of what is asked of it."""
    digest = hashlib.blake2b(raw, digest_size=16)
    digest.update(repr(demand).encode())
    return digest.hexdigest()
