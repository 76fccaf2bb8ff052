"""Running the rules over fixtures and comparing what they find with what the fixtures expect.

A case is a folder ``<area>/<rule>/<case>``. A line that a rule has to report ends in a comment ``expect: CODE``, or
the line above says ``expect-next: CODE``; several codes are separated by commas. A file without comments is
described in ``expected.yaml`` beside it. ``known-miss: CODE why`` and ``known-noise: CODE why`` state what the rules
still get wrong, and are checked too. Of findings that were joined each place counts. Findings for developers count, and
those for auditors of the rule that the case is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.fixture_report import Deviation, FixtureFailure, FixtureReport
from secure_lint.engine.scan import scan
from secure_lint.errors import DocumentError, UsageError
from secure_lint.knowledge.bundle import load_rules
from secure_lint.knowledge.documents import load_yaml
from secure_lint.model.finding import Audience, Confidence, Finding

EXPECTATIONS = "expected.yaml"
_MARK = re.compile(rb"\b(expect|expect-next|known-miss|known-noise): *((?:SL\d{3}(?:, *)?)+)")
_CODE = re.compile(rb"SL\d{3}")

Place = tuple[str, int, str]


class ExpectedFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that ``expected.yaml`` asks for. ``known`` is miss or noise where the rules still get it wrong."""

    path: str
    line: int
    code: str
    known: str | None = None


class Expectations(msgspec.Struct, frozen=True):
    """Places by what is said of them: ``wanted`` must be reported, ``missed`` must not yet, ``noise`` still is."""

    wanted: frozenset[Place]
    missed: frozenset[Place]
    noise: frozenset[Place]


def run_fixtures(folders: Sequence[Path]) -> FixtureReport:
    """Run all cases below the folders; without one, the fixtures of the checkout.

    Raises `UsageError` when there is no case, and when a mark names a code that does not exist.
    """
    roots = tuple(folders) or (Path("fixtures"),)
    cases = sorted({case for root in roots for case in find_cases(root)})
    if not cases:
        raise UsageError(f"no fixtures below {', '.join(str(one) for one in roots)}")
    failures = [failure for case in cases for failure in run_case(case)]
    return FixtureReport(len(cases), tuple(failures))


def find_cases(root: Path) -> Iterator[Path]:
    """The case folders below a folder: those that lie in a folder with a rule's name."""
    names = {policy.name for policy in load_rules().policies}
    if root.parent.name in names and root.is_dir():
        yield root
        return
    for folder in sorted(root.rglob("*")):
        if folder.is_dir() and folder.parent.name in names:
            yield folder


def run_case(case: Path) -> tuple[FixtureFailure, ...]:
    """The differences in one case."""
    expected = read_expectations(case)
    found = {
        (place.path, place.span.start_line, one.code)
        for one in _findings(case)
        for place in (one.location, *one.joined)
    }
    found = {(_relative(path, case), line, code) for path, line, code in found}
    shown = f"{case.parent.name}/{case.name}"
    wanted = expected.wanted | expected.noise
    missing = [FixtureFailure(f"{shown}/{path}", line, code, Deviation.MISSING) for path, line, code in wanted - found]
    noisy = [FixtureFailure(f"{shown}/{path}", line, code, Deviation.NOISY) for path, line, code in found - wanted]
    return tuple(sorted((*missing, *noisy), key=lambda one: (one.path, one.line, one.code)))


def _findings(case: Path) -> Iterator[Finding]:
    configuration = Configuration(cache=False, jobs=1, respect_gitignore=False, audience=Audience.AUDITOR)
    for finding in scan([case], configuration).findings:
        for_developers = finding.audience is Audience.DEVELOPER and finding.confidence is not Confidence.LOW
        if for_developers or finding.name == case.parent.name:
            yield finding


def _relative(path: str, case: Path) -> str:
    whole = Path(path)
    for base in (case, case.absolute()):
        if whole.is_relative_to(base):
            return whole.relative_to(base).as_posix()
    here = Path.cwd() / whole
    return here.relative_to(case.absolute()).as_posix() if here.is_relative_to(case.absolute()) else path


def read_expectations(case: Path) -> Expectations:
    """What the files of a case expect."""
    kinds: dict[str, set[Place]] = {"expect": set(), "known-miss": set(), "known-noise": set()}
    known = {policy.code for policy in load_rules().policies}
    for path in sorted(one for one in case.rglob("*") if one.is_file()):
        relative = path.relative_to(case).as_posix()
        marks = _from_yaml(path, case) if path.name == EXPECTATIONS else _from_comments(path.read_bytes(), relative)
        for kind, place in marks:
            if place[2] not in known:
                raise UsageError(f"{path}:{place[1]}: there is no rule {place[2]}")
            kinds[kind].add(place)
    return Expectations(frozenset(kinds["expect"]), frozenset(kinds["known-miss"]), frozenset(kinds["known-noise"]))


def _from_comments(data: bytes, relative: str) -> Iterable[tuple[str, Place]]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        for match in _MARK.finditer(line):
            mark = match.group(1).decode()
            kind, place = ("expect", number + 1) if mark == "expect-next" else (mark, number)
            for code in _CODE.findall(match.group(2)):
                yield kind, (relative, place, code.decode())


def _from_yaml(path: Path, case: Path) -> Iterable[tuple[str, Place]]:
    text = path.read_text(encoding="utf-8")
    rows, _ = load_yaml(text, str(path), tuple[ExpectedFinding, ...], DocumentError)
    folder = path.parent.relative_to(case)
    for row in rows:
        kind = "expect" if row.known is None else f"known-{row.known}"
        yield kind, ((folder / row.path).as_posix(), row.line, row.code)
