"""A scan: the stages in their order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from secure_lint.credentials.candidates import certain_secrets
from secure_lint.credentials.judgement import CredentialJudge
from secure_lint.credentials.places import ProjectContext
from secure_lint.engine.attribute_search import FoundAttributes, find_attributes
from secure_lint.engine.client_forms import imported_by, layout_forms, wanted_forms
from secure_lint.engine.collection import collect_what_was_dropped, rare_collection, spare_what_is_known
from secure_lint.engine.configuration import Configuration
from secure_lint.engine.demand import CallerSearch, demands_of, in_unread_bodies
from secure_lint.engine.discovery import Discovery, discover
from secure_lint.engine.landmarks import Landmarks
from secure_lint.engine.loading import is_binary
from secure_lint.engine.overrides import sensitivity_overrides
from secure_lint.engine.prepared import (
    bundled_files,
    classifier_with,
    credential_plan,
    model_index,
    modelled_types,
    whole_plan,
)
from secure_lint.engine.product import Product
from secure_lint.engine.progress import Progress
from secure_lint.engine.reading import Demand, ReadFile
from secure_lint.engine.remedies import Remedies
from secure_lint.engine.rule_index import RuleIndex
from secure_lint.engine.selection import selected_codes
from secure_lint.engine.settle import settle
from secure_lint.engine.workers import Workers
from secure_lint.flow.analysis import Interpretation, Interpreted
from secure_lint.flow.models.kept_states import kept_entities
from secure_lint.flow.models.tables import defined_tables
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.names import NameLabels
from secure_lint.flow.values.resources import resource_constants
from secure_lint.flow.values.value import Constant
from secure_lint.formats.core_data_model import superseded_models
from secure_lint.formats.room_schema import superseded_schemas
from secure_lint.judge.alike import without_yielding
from secure_lint.judge.context import Analysed
from secure_lint.judge.judge import data_sinks, judge
from secure_lint.judge.stated import unknown_statements
from secure_lint.knowledge.bundle import Rules, load_rules
from secure_lint.label.entities import declared_entities, joined_entities
from secure_lint.label.imported import foreign_packages, implied_imports, models_in_use, path_aliases
from secure_lint.label.listed_entities import unread_entities
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.endpoint import Exchange, Inventory
from secure_lint.model.facts import Comment
from secure_lint.model.finding import Audience, Confidence, Finding, ScanResult, Statistics, Suppressed
from secure_lint.model.limits import Form
from secure_lint.model.problem import Problem, Stage
from secure_lint.parity.matching import exchanges
from secure_lint.parity.parity import Parity
from secure_lint.parity.requests import client_requests, unscreened_requests
from secure_lint.server.server import Server
from secure_lint.text.source import SourceText

MOST_ROUNDS = 3
"""Rounds of reading: the first by the words of the rules, the others for bodies that the interpreter asked for."""


def scan(roots: Sequence[Path], configuration: Configuration, progress: Progress | None = None) -> ScanResult:
    """Scan files and folders and settle what was found.

    Paths in the result are relative to the common root. Raises `UsageError`, `ConfigurationError` or `RuleError`.
    """
    started = time.monotonic()
    rules = load_rules()
    discovery = discover(roots, configuration)
    folders = _folders(roots, discovery.root)
    codes = selected_codes(configuration, RuleIndex(rules.descriptions))
    only = codes <= {policy.code for policy in rules.policies if policy.speaks_of_credentials}
    outcome = _Scan(rules, discovery, configuration, progress, folders, credentials_only=only).run()
    settled = settle(
        outcome.findings,
        accepted=outcome.accepted,
        comments=outcome.comments,
        problems=outcome.problems,
        configuration=configuration,
        rules=RuleIndex(rules.descriptions),
        root=discovery.root,
        read=source_reader(discovery),
    )
    statistics = msgspec.structs.replace(outcome.statistics, seconds=time.monotonic() - started)
    return ScanResult(
        root=str(discovery.root),
        findings=settled.findings,
        suppressed=settled.suppressed,
        problems=outcome.problems,
        statistics=statistics,
    )


def endpoints(roots: Sequence[Path], configuration: Configuration, progress: Progress | None = None) -> Inventory:
    """The endpoints of the server code in files and folders. Raises as `scan` does."""
    discovery = discover(roots, configuration)
    return _Scan(load_rules(), discovery, configuration, progress, _folders(roots, discovery.root)).inventory()


class _Outcome(msgspec.Struct, frozen=True):
    findings: tuple[Finding, ...]
    accepted: tuple[Suppressed, ...]
    comments: Mapping[str, Sequence[Comment]]
    problems: tuple[Problem, ...]
    statistics: Statistics


class _Understood(msgspec.Struct):
    """What the interpreter made of the code.

    ``forms`` are files of code in which an app may limit what it sends, ``layouts`` what other files say of that.
    """

    program: Program
    interpreted: Interpreted
    by_kind: Mapping[str, tuple[Event, ...]]
    server: Server
    exchanges: tuple[Exchange, ...]
    forms: tuple[str, ...] = ()
    layouts: tuple[Form, ...] = ()


class _Scan:
    """The state of one scan: the files read so far.

    A scan whose rules all speak of credentials needs no more of the files than the search for those: no words of
    models, no program and no interpreter.
    """

    def __init__(
        self,
        rules: Rules,
        discovery: Discovery,
        configuration: Configuration,
        progress: Progress | None,
        folders: tuple[str, ...],
        *,
        credentials_only: bool = False,
    ) -> None:
        self._rules = rules
        self._folders = folders
        self._discovery = discovery
        self._configuration = configuration
        self._progress = progress
        self._files: dict[str, ReadFile] = {}
        self._cache_problems: tuple[Problem, ...] = ()
        self._attributes = FoundAttributes()
        self._credentials_only = credentials_only
        plan = credential_plan() if credentials_only else whole_plan()
        for_developers = configuration.audience is Audience.DEVELOPER
        self._plan = msgspec.structs.replace(plan, unread=rules.kinds.outside.sources) if for_developers else plan
        self._classifier = classifier_with(sensitivity_overrides(configuration, rules.taxonomy))
        self._known_types = modelled_types()
        self._index = ModelIndex(())
        self._discovered = frozenset(file.path for file in discovery.files)
        self._with_the_platform = bundled_files()

    def run(self) -> _Outcome:
        """All rounds of reading and interpreting, then the judgement."""
        return self._found_credentials() if self._credentials_only else self._judge(self._interpreted())

    def _found_credentials(self) -> _Outcome:
        """One round of reading, then the judgement of credentials."""
        with self._workers() as workers:
            self._read(workers, {file.path: Demand() for file in self._discovery.files})
            self._cache_problems = workers.problems
        problems = sorted(self._problems_of_reading(), key=_place)
        return self._outcome((), problems, Statistics())

    def inventory(self) -> Inventory:
        """All rounds of reading and interpreting, then the endpoints."""
        understood = self._interpreted(forms=False)
        problems = tuple(sorted(self._problems(understood.interpreted), key=_place))
        return Inventory(understood.server.endpoints, problems, understood.exchanges)

    @rare_collection()
    def _interpreted(self, *, forms: bool = True) -> _Understood:
        paths = [file.path for file in self._discovery.files]
        demands: dict[str, Demand] = {}
        with self._workers() as workers:
            self._read(workers, {path: Demand() for path in paths})
            program = self._program()
            self._index = model_index(models_in_use(self._rules.models, program))
            self._known_types = self._index.known_types
            entities = declared_entities(program, self._rules.models)
            self._attributes = find_attributes(entities, self._classifier, self._rules.models, workers.sources)
            interpretation = self._interpret(program)
            callers = CallerSearch(self._plan.open_everywhere, unscreened_requests(self._index.models))
            for _ in range(MOST_ROUNDS - 1):
                unread = unread_entities(program, self._rules.models)
                wanted = callers.wanted(program, interpretation.outcome(), workers.sources, demands, unread)
                reads = in_unread_bodies(program, self._attributes.places())
                wanted.update(demands_of(reads, {**demands, **wanted}))
                wanted = self._whole_files(wanted)
                if not wanted:
                    break
                del program, interpretation
                collect_what_was_dropped()
                while wanted:
                    demands.update(wanted)
                    self._read(workers, wanted)
                    modules = [self._files[path].facts.module for path in wanted]
                    read = [one for one in modules if one is not None]
                    wanted = self._whole_files(callers.inherited(read, workers.sources, demands))
                program = self._program()
                interpretation = self._interpret(program)
            understood = self._understood(program, interpretation.settled().outcome())
            if forms:
                self._read_forms(workers, callers, understood)
            self._cache_problems = workers.problems
        return understood

    def _understood(self, program: Program, interpreted: Interpreted) -> _Understood:
        """The program with what answers and sends requests in it."""
        by_kind = interpreted.events_by_kind()
        server = Server(program, self._index, self._rules.kinds, interpreted, by_kind)
        requests = client_requests(program, self._index, interpreted.events_by_function) if server.endpoints else ()
        return _Understood(program, interpreted, by_kind, server, exchanges(requests, server.endpoints))

    def _read_forms(self, workers: Workers, callers: CallerSearch, understood: _Understood) -> None:
        """Read the files of an app that may limit what it sends, and those that they take constants from."""
        forms = wanted_forms(understood.program, self._index, understood.exchanges, workers.sources)
        if not forms:
            return
        self._read(workers, self._whole_files(forms))
        imported = imported_by(self._program(), forms)
        self._read(workers, self._whole_files(callers.modules(imported, workers.sources, forms)))
        understood.forms = tuple(sorted(forms))
        layouts = layout_forms(understood.program, self._index, understood.exchanges, workers.sources)
        understood.layouts = tuple(layouts)

    def _whole_files(self, wanted: Mapping[str, Demand]) -> dict[str, Demand]:
        """Those of the demands that can be met: parts of containers are read once, with all that is in them."""
        return {path: demand for path, demand in wanted.items() if path in self._discovered and path in self._files}

    def _workers(self) -> Workers:
        scope = "credentials" if self._credentials_only else "all"
        version = f"{self._rules.version}:{scope}"
        return Workers(self._discovery, self._configuration, self._classifier, self._progress, version)

    def _read(self, workers: Workers, demands: Mapping[str, Demand]) -> None:
        for path, read in workers.read(self._plan, demands):
            found = _with_earlier(read, self._files[path]) if demands[path].again else read
            for part in (found, *found.parts):
                if not self._with_the_platform.match(part.facts.path):
                    self._files[part.facts.path] = part

    def _program(self) -> Program:
        facts = [read.facts for read in self._files.values()]
        models = self._rules.models
        implied, aliases = implied_imports(models, facts), path_aliases(models, facts)
        return Program(facts, self._known_types, implied, aliases, foreign_packages(models))

    def _interpret(self, program: Program) -> Interpretation:
        spare_what_is_known()
        self._index = self._index.anew()
        names = NameLabels(self._classifier, self._index.data_of_types, self._index.types_without_data)
        resources: Mapping[str, Constant] = resource_constants(program)
        sinks = data_sinks(self._rules.policies)
        return Interpretation(program, self._index, names, resources, sinks, self._attributes.watched)

    def _judge(self, understood: _Understood) -> _Outcome:
        program, interpreted = understood.program, understood.interpreted
        superseded = superseded_schemas(self._files, {simple_name(one) for one in program.types})
        superseded |= superseded_models(program.documents)
        entities = joined_entities(
            declared_entities(program, self._rules.models),
            (one for one in program.schema_entities if one.location.path not in superseded),
            defined_tables(interpreted.events),
            kept_entities(interpreted.events),
        )
        analysed = Analysed(
            program=program,
            index=self._index,
            kinds=self._rules.kinds,
            classifier=self._classifier,
            data_types={one.id: one for one in self._rules.taxonomy.types},
            events_by_function=interpreted.events_by_function,
            events_by_kind=understood.by_kind,
            summaries=interpreted.summaries,
            entities=entities,
            assigned=interpreted.assigned,
            reads=interpreted.reads,
            occurrences=self._attributes.occurrences,
            actions=interpreted.actions,
            calls=interpreted.calls,
            server=understood.server,
            parity=Parity(
                self._program() if understood.forms else program,
                self._index,
                understood.exchanges,
                understood.forms,
                understood.layouts,
            ),
            secrets=certain_secrets(one for path in self._files for one in self._files[path].credentials),
        )
        serving = {one.location.path for one in analysed.server.endpoints}
        product = Product(program.documents, self._discovered, serving, self._rules.kinds.outside)
        findings = [
            one if product.holds(one.location.path) else msgspec.structs.replace(one, confidence=Confidence.LOW)
            for one in judge(analysed, self._rules.policies)
        ]
        problems = sorted((*self._problems(interpreted), *unknown_statements(analysed)), key=_place)
        interpretation = Statistics(functions_interpreted=interpreted.functions, unresolved=len(interpreted.exhausted))
        return self._outcome(findings, problems, interpretation)

    def _outcome(
        self, findings: Sequence[Finding], problems: Sequence[Problem], interpretation: Statistics
    ) -> _Outcome:
        """The outcome with these findings and problems, and with the credentials of all files."""
        credentials = self._credentials()
        landmarks = Landmarks(read.facts for read in self._files.values())
        remedies = Remedies((read.facts for read in self._files.values()), self._rules.policies)
        statistics = msgspec.structs.replace(
            interpretation,
            files_discovered=len(self._discovery.files),
            files_read=sum(1 for read in self._files.values() if read.screened or read.facts.document is not None),
            bytes_discovered=sum(read.size for read in self._files.values()),
        )
        told = without_yielding((*findings, *credentials.findings()), self._rules.policies)
        return _Outcome(
            findings=tuple(landmarks.named(remedies.fitting(one)) for one in told),
            accepted=credentials.accepted(),
            comments={path: read.facts.comments for path, read in self._files.items() if read.facts.comments},
            problems=tuple(problems),
            statistics=statistics,
        )

    def _credentials(self) -> CredentialJudge:
        paths = sorted(self._files)
        candidates = [one for path in paths for one in self._files[path].credentials]
        found = ((path, self._files[path].facts.document) for path in paths)
        documents = {path: document for path, document in found if document is not None}
        context = ProjectContext(tuple(paths), documents, self._folders)
        return CredentialJudge(candidates, context, self._rules.policies, self._rules.credentials)

    def _problems_of_reading(self) -> Iterable[Problem]:
        yield from self._discovery.problems
        yield from self._cache_problems
        for path in sorted(self._files):
            yield from self._files[path].facts.problems

    def _problems(self, interpreted: Interpreted) -> Iterable[Problem]:
        yield from self._problems_of_reading()
        for key in interpreted.exhausted:
            path, _, name = key.partition("#")
            path = self._files[path].facts.container or path
            yield Problem(
                path, f"`{name}`: the function is too large; the rest of it was not analysed", Stage.FLOW, partial=True
            )


def _with_earlier(read: ReadFile, before: ReadFile) -> ReadFile:
    """A file that was read again; credentials are looked for the first time only."""
    return msgspec.structs.replace(read, credentials=before.credentials)


def _place(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.message, str(problem.span)


def _folders(roots: Sequence[Path], root: Path) -> tuple[str, ...]:
    """The folders that the scan was pointed at, relative to its root; the root itself is not listed."""
    absolute = [one.resolve() for one in roots if one.is_dir()]
    base = root.resolve()
    return tuple(one.relative_to(base).as_posix() for one in absolute if one != base and one.is_relative_to(base))


def source_reader(discovery: Discovery) -> Callable[[str], SourceText | None]:
    """A function that yields the text of a scanned file, or ``None`` when it can no longer be read."""
    absolute = {file.path: file.absolute for file in discovery.files}
    texts: dict[str, SourceText | None] = {}

    def read(path: str) -> SourceText | None:
        if path not in texts:
            try:
                raw = absolute[path].read_bytes()
                texts[path] = None if is_binary(raw) else SourceText(path, raw)
            except (KeyError, OSError):
                texts[path] = None
        return texts[path]

    return read
