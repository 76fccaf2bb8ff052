"""The SARIF report against the standard's schema and against what its consumers read."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from secure_lint.model.finding import Evidence, ScanResult, Severity, Step
from secure_lint.model.fix import Fix, Replacement
from secure_lint.model.span import Location, Span
from secure_lint.report.contents import Report
from secure_lint.report.profile import SarifProfile
from secure_lint.report.sarif import render_sarif
from secure_lint.text.line_hash import line_hashes
from tests.report_samples import FILES, FLOW, NOTE, SECRET, report
from tests.rule_samples import finding

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class Region(msgspec.Struct):
    """The parts of a region that consumers read."""

    startLine: int  # noqa: N815
    startColumn: int  # noqa: N815
    endLine: int  # noqa: N815
    endColumn: int  # noqa: N815
    snippet: dict[str, str] = {}


class Artifact(msgspec.Struct):
    """Where a file is."""

    uri: str
    uriBaseId: str  # noqa: N815


class Physical(msgspec.Struct):
    """A place."""

    artifactLocation: Artifact  # noqa: N815
    region: Region
    contextRegion: Region | None = None  # noqa: N815


class Place(msgspec.Struct):
    """A place with what is said of it."""

    physicalLocation: Physical  # noqa: N815
    message: dict[str, str] = {}
    id: int = -1


class FlowPlace(msgspec.Struct):
    """One step."""

    location: Place
    executionOrder: int  # noqa: N815
    importance: str = "important"


class ThreadFlow(msgspec.Struct):
    """The steps."""

    locations: list[FlowPlace]


class CodeFlow(msgspec.Struct):
    """A flow."""

    threadFlows: list[ThreadFlow]  # noqa: N815


class Result(msgspec.Struct):
    """A result."""

    ruleId: str  # noqa: N815
    ruleIndex: int  # noqa: N815
    kind: str
    level: str
    message: dict[str, str]
    locations: list[Place]
    partialFingerprints: dict[str, str]  # noqa: N815
    rank: float = -1
    codeFlows: list[CodeFlow] = []  # noqa: N815
    relatedLocations: list[Place] = []  # noqa: N815
    suppressions: list[dict[str, str]] = []


class Notification(msgspec.Struct):
    """What the tool has to say of itself."""

    message: dict[str, str]
    level: str
    locations: list[Place] = []


class Invocation(msgspec.Struct):
    """The run of the tool."""

    executionSuccessful: bool  # noqa: N815
    toolExecutionNotifications: list[Notification] = []  # noqa: N815


class RuleProperties(msgspec.Struct, rename={"security_severity": "security-severity"}):
    """What code scanning reads of a rule."""

    precision: str
    tags: list[str]
    security_severity: str | None = None


class Rule(msgspec.Struct):
    """A rule."""

    id: str
    shortDescription: dict[str, str]  # noqa: N815
    fullDescription: dict[str, str]  # noqa: N815
    help: dict[str, str]
    defaultConfiguration: dict[str, str]  # noqa: N815
    properties: RuleProperties


class Driver(msgspec.Struct):
    """The tool."""

    rules: list[Rule] = []


class Tool(msgspec.Struct):
    """The tool's component."""

    driver: Driver


class Run(msgspec.Struct):
    """A run."""

    tool: Tool
    invocations: list[Invocation]
    columnKind: str  # noqa: N815
    automationDetails: dict[str, str]  # noqa: N815
    results: list[Result]


class Log(msgspec.Struct):
    """The file."""

    runs: list[Run]


def run_of(source: Report, profile: SarifProfile = SarifProfile.GITHUB, limit: int = 1000) -> Run:
    text = render_sarif(source, profile=profile, limit=limit)
    VALIDATOR.validate(json.loads(text))
    return msgspec.json.decode(text, type=Log).runs[0]


@pytest.mark.parametrize("profile", list(SarifProfile))
def test_the_file_is_valid_and_the_same_every_time(profile: SarifProfile) -> None:
    text = render_sarif(report(), profile=profile)
    VALIDATOR.validate(json.loads(text))
    assert text == render_sarif(report(), profile=profile)


def test_an_empty_scan_is_valid() -> None:
    run = run_of(report((), (), ()))
    assert run.results == []
    assert run.invocations == [Invocation(executionSuccessful=True)]


def test_every_result_has_level_kind_rule_and_all_four_region_fields() -> None:
    run = run_of(report())
    assert [(result.ruleId, result.level, result.kind) for result in run.results] == [
        ("SL101", "warning", "fail"),
        ("SL301", "error", "fail"),
        ("SL102", "note", "fail"),
        ("SL701", "warning", "fail"),
    ]
    assert [run.tool.driver.rules[result.ruleIndex].id for result in run.results] == [
        result.ruleId for result in run.results
    ]
    region = run.results[0].locations[0].physicalLocation.region
    assert (region.startLine, region.startColumn, region.endLine, region.endColumn) == (6, 9, 6, 42)
    assert run.columnKind == "unicodeCodePoints"
    assert run.automationDetails == {"id": "secure-lint/"}


def test_a_warning_stays_a_warning_under_a_rule_of_level_error() -> None:
    run = run_of(report((finding("SL301", severity=Severity.WARNING),), (), ()))
    assert run.tool.driver.rules[0].defaultConfiguration == {"level": "error"}
    assert run.results[0].level == "warning"


def test_rules_carry_what_code_scanning_shows() -> None:
    rule = run_of(report()).tool.driver.rules[0]
    assert rule.shortDescription["text"] == "Title of plaintext-sensitive-storage."
    assert rule.properties.security_severity == "7.5"
    assert {"security", "external/cwe/cwe-312", "policy/P1"} <= set(rule.properties.tags)
    assert len(rule.properties.tags) <= 10
    assert "Android Keystore" in rule.help["text"]
    assert "## Fix" in rule.help["markdown"]
    assert len(rule.fullDescription["text"]) <= 1024


def test_fingerprints_are_the_upload_actions_and_our_own() -> None:
    results = run_of(report()).results
    assert results[0].partialFingerprints == {
        "primaryLocationLineHash": line_hashes(FILES["app/Login.kt"])[5],
        "secureLint/v1": FLOW.fingerprint,
    }


def test_a_result_without_lines_is_recognised_by_its_own_fingerprint() -> None:
    results = run_of(report()).results
    gone = next(one for one in results if one.partialFingerprints["secureLint/v1"] == NOTE.fingerprint)
    assert gone.partialFingerprints["primaryLocationLineHash"] == f"{NOTE.fingerprint[:16]}:1"


def test_a_flow_becomes_a_code_flow_that_ends_at_the_result() -> None:
    result = run_of(report()).results[0]
    steps = result.codeFlows[0].threadFlows[0].locations
    assert [step.location.message["text"] for step in steps] == [step.note for step in FLOW.trace]
    assert [step.executionOrder for step in steps] == [1, 2, 3]
    assert steps[-1].location.physicalLocation.region == result.locations[0].physicalLocation.region
    assert result.relatedLocations[0].message == {"text": "the store is opened here"}
    assert result.relatedLocations[0].id == 1


def test_a_long_flow_is_cut_in_the_middle_and_says_so() -> None:
    trace = tuple(Step(Location("app/Login.kt", Span(6, 9, 6, 42)), f"step {number}") for number in range(100))
    flow = finding(line=6, column=9, end_column=42, trace=trace)
    (result,) = run_of(report((flow,), (), ())).results
    steps = [step.location.message["text"] for step in result.codeFlows[0].threadFlows[0].locations]
    assert len(steps) == 40
    assert steps[19] == "step 19 (60 steps left out after this one)"
    assert steps[20] == "step 80"


def test_uris_are_relative_to_the_repository_and_encoded() -> None:
    run = run_of(report(repository_prefix="mobile app/"))
    artifacts = [result.locations[0].physicalLocation.artifactLocation for result in run.results]
    assert {artifact.uriBaseId for artifact in artifacts} == {"%SRCROOT%"}
    assert artifacts[0].uri == "mobile%20app/app/Login.kt"
    assert artifacts[3].uri == "mobile%20app/app/%C3%BC%C3%B1%C3%AD%20code.kt"


def test_characters_that_a_path_may_hold_are_not_encoded() -> None:
    (result,) = run_of(report((finding(path="src/app/(auth)/+not@2=[id].tsx"),), (), ())).results
    assert result.locations[0].physicalLocation.artifactLocation.uri == "src/app/(auth)/+not@2=%5Bid%5D.tsx"


def test_a_file_name_that_is_not_unicode_keeps_its_bytes() -> None:
    path = b"app/\xff.kt".decode("utf-8", "surrogateescape")
    (result,) = run_of(report((finding(path=path),), (), ())).results
    assert result.locations[0].physicalLocation.artifactLocation.uri == "app/%FF.kt"


def test_a_secret_never_enters_the_file() -> None:
    text = render_sarif(report(), profile=SarifProfile.FULL)
    assert SECRET not in text
    assert SECRET[:4] + "..." in text


def test_the_key_of_a_cipher_is_a_secret_too() -> None:
    literal = 'val spec = SecretKeySpec("hunter2hunter2".toByteArray(), "AES")\n'
    weak = finding("SL101", "app/Key.kt", line=1, column=12, end_column=40, evidence=(Evidence("key", "a literal"),))
    assert "hunter2" not in render_sarif(report((weak,), (), (), files={"app/Key.kt": literal}))


def test_suppressed_results_are_left_out_for_github_and_kept_otherwise() -> None:
    assert all(not result.suppressions for result in run_of(report()).results)
    suppressed = [result for result in run_of(report(), SarifProfile.FULL).results if result.suppressions]
    assert [result.suppressions for result in suppressed] == [[{"kind": "inSource", "justification": "demo account"}]]


def test_what_was_not_analysed_is_a_notification() -> None:
    (invocation,) = run_of(report()).invocations
    assert invocation.executionSuccessful
    assert [note.message["text"] for note in invocation.toolExecutionNotifications] == [
        "Not analysed: larger than 2 MiB.",
        "Analysed only in part: syntax error.",
    ]
    second = invocation.toolExecutionNotifications[1].locations[0].physicalLocation
    assert (second.artifactLocation.uri, second.region.startLine) == ("app/Form.kt", 4)


def test_beyond_the_limit_the_least_severe_go_and_a_notification_says_so() -> None:
    run = run_of(report(problems=()), limit=2)
    assert [result.ruleId for result in run.results] == ["SL101", "SL301"]
    (note,) = run.invocations[0].toolExecutionNotifications
    assert note.message["text"].startswith("2 of 4 results were left out")


def test_a_result_of_a_rule_that_is_gone_is_still_written() -> None:
    source = report((FLOW,), (), ())
    unknown = msgspec.structs.replace(source, result=ScanResult(".", (msgspec.structs.replace(FLOW, code="SL999"),)))
    text = render_sarif(unknown)
    VALIDATOR.validate(json.loads(text))
    assert json.loads(text)["runs"][0]["results"][0]["ruleId"] == "SL999"


def test_fixes_are_replacements_of_the_file_that_is_changed() -> None:
    fix = Fix("app/Form.kt", "Use the vault.", safe=True, replacements=(Replacement(Span(2, 2, 2, 5), "var"),))
    with_fixes = msgspec.structs.replace(report(repository_prefix="mobile/"), fixes={FLOW.fingerprint: fix})
    text = render_sarif(with_fixes)
    VALIDATOR.validate(json.loads(text))
    fixed = [one for one in json.loads(text)["runs"][0]["results"] if "fixes" in one]
    assert [one["ruleId"] for one in fixed] == [FLOW.code]
    assert fixed[0]["fixes"] == [
        {
            "description": {"text": "Use the vault."},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "mobile/app/Form.kt", "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 5},
                            "insertedContent": {"text": "var"},
                        }
                    ],
                }
            ],
        }
    ]
