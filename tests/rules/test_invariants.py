"""What holds for all rules, models and fixtures together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from secure_lint.engine.fixture_runner import find_cases, read_expectations
from secure_lint.knowledge.bundle import load_rules
from secure_lint.knowledge.policies import Policy

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
RULES = load_rules()
POLICIES = sorted(RULES.policies, key=lambda policy: policy.code)
CASES = sorted(find_cases(FIXTURES))

AREA_OF_POLICY = {"hygiene": "SL9", "leak": "SL7", **{f"P{digit}": f"SL{digit}" for digit in range(1, 7)}}
MASVS = re.compile(
    r"^MASVS-(STORAGE-[12]|CRYPTO-[12]|AUTH-[123]|NETWORK-[12]|PLATFORM-[123]|CODE-[1-4]|RESILIENCE-[1-4]|PRIVACY-[1-4])$"
)
MASWE = re.compile(r"^MASWE-0\d{3}$")
PLACEHOLDERS = {
    "client",
    "constant",
    "count",
    "data",
    "endpoint",
    "examples",
    "key",
    "name",
    "owner",
    "setting",
    "server",
    "sink",
    "state",
    "store",
    "subject",
    "value",
}
SUFFIXES_OF_PLATFORM = {
    "ios": {".swift", ".plist", ".entitlements", ".p8", ".pub", ""},
    "android": {".kt", ".kts", ".java", ".xml", ".gradle", ".sq", ".sqm", ".json", ".properties", ".pem"},
    "python": {".py"},
    "react-native": {".js", ".jsx", ".ts", ".tsx"},
    "cordova": {".js", ".ts", ".html", ".xml"},
    "javascript": {".js", ".jsx", ".mjs", ".ts", ".tsx"},
    "outsystems": {".oml", ".oap", ".js", ".json", ".yaml", ".yml"},
    "firestore": {".rules"},
    "cloud-storage": {".rules"},
    "realtime-database": {".json"},
    "supabase": {".sql"},
    "hasura": {".yaml", ".json"},
    "amplify": {".graphql"},
}
"""Platforms whose fixtures a test can tell by their files; of the others credentials alone speak."""


def policy_ids(policy: Policy) -> str:
    return policy.name


def cases_of(policy: Policy) -> list[Path]:
    return [case for case in CASES if case.parent.name == policy.name]


def suffixes(case: Path) -> set[str]:
    return {path.suffix for path in case.rglob("*") if path.is_file() and path.name != "expected.yaml"}


@pytest.mark.parametrize("policy", POLICIES, ids=policy_ids)
def test_a_rule_lies_where_its_name_and_code_say(policy: Policy) -> None:
    files = list((ROOT / "rules" / "policies").glob(f"*/{policy.name}.yaml"))
    assert len(files) == 1
    assert policy.code.startswith(AREA_OF_POLICY[policy.policy])
    assert (FIXTURES / files[0].parent.name / policy.name).is_dir()


def test_codes_are_unique() -> None:
    codes = [policy.code for policy in POLICIES]
    assert sorted(set(codes)) == codes


@pytest.mark.parametrize("policy", POLICIES, ids=policy_ids)
def test_a_rule_has_bad_and_good_cases(policy: Policy) -> None:
    """Deleting the rule breaks its bad cases; a rule that reports too much breaks its good ones."""
    bad: list[Path] = []
    good: list[Path] = []
    for case in cases_of(policy):
        wanted = any(code == policy.code for _, _, code in read_expectations(case).wanted)
        (bad if wanted else good).append(case)
    assert bad
    assert good
    for platform in policy.fix.keys() & SUFFIXES_OF_PLATFORM.keys():
        for cases in (bad, good):
            assert any(suffixes(case) & SUFFIXES_OF_PLATFORM[platform] for case in cases), platform


@pytest.mark.parametrize("policy", POLICIES, ids=policy_ids)
def test_examples_are_files_of_the_right_verdict(policy: Policy) -> None:
    assert policy.examples.keys() == {"bad", "good"}
    for verdict, place in policy.examples.items():
        path = FIXTURES / place
        assert path.is_file(), place
        case = next(case for case in cases_of(policy) if path.is_relative_to(case))
        reported = {one for one, _, code in read_expectations(case).wanted if code == policy.code}
        assert (verdict == "bad") == (path.relative_to(case).as_posix() in reported), place


@pytest.mark.parametrize("policy", POLICIES, ids=policy_ids)
def test_references_and_placeholders(policy: Policy) -> None:
    assert policy.cwe or policy.policy == "hygiene"
    assert all(MASVS.match(one) for one in policy.masvs), policy.masvs
    assert policy.masvs or policy.policy == "hygiene"
    assert all(MASWE.match(one) for one in policy.maswe), policy.maswe
    assert set(re.findall(r"\{(\w+)\}", policy.message)) <= PLACEHOLDERS
    assert policy.fix


def used_sinks() -> Iterator[str]:
    for policy in POLICIES:
        for match in policy.any_of:
            if match.sink is not None:
                yield from (
                    *match.sink.kinds,
                    *match.sink.nowhere,
                    *match.sink.beside,
                    *match.sink.unless_beside,
                    *match.sink.unless_together,
                )
            if match.bound is not None:
                yield from match.bound.unless_beside
            if match.constraint is not None:
                yield from (*match.constraint.unless_beside, *match.constraint.nowhere)
            if match.endpoint is not None:
                yield from match.endpoint.reaches
            if match.reread is not None:
                yield match.reread.checked_at
            if match.verdict is not None:
                yield from (*match.verdict.unread, *match.verdict.unasked)
            if match.implementation is not None:
                yield from (*match.implementation.function.reaches, *match.implementation.function.without)
            if match.sink is not None and match.sink.function is not None:
                yield from (*match.sink.function.reaches, *match.sink.function.without)
    for model in RULES.models:
        yield from (sink.after for call in model.calls for sink in call.sinks if sink.after is not None)


def produced_sinks() -> Iterator[str]:
    for model in RULES.models:
        for call in model.calls:
            yield from (sink.kind for sink in call.sinks)
        for declared in model.declarations:
            yield from (*(sink.kind for sink in declared.sinks), *declared.receives)
        yield from (option.kind for option in model.options)


INTERNAL_SINKS = {
    "server.authenticate",
    "server.logged-in",
    "server.schema",
    "server.narrow",
    "server.object-check",
    "server.owner-asked",
    "server.refuse",
    "server.role-asked",
    "server.sender-asked",
    "store.ddl",
}
"""Read by the analysis itself: definitions of tables give entities."""


REPORTED_SINKS = {"server.set"}
"""Reported by the interpreter itself, for what a model says to be a record."""


def test_every_kind_of_sink_is_produced_and_used() -> None:
    produced, used, known = set(produced_sinks()), set(used_sinks()), set(RULES.kinds.sinks)
    assert known == produced | used
    assert used - produced - REPORTED_SINKS == set()
    assert produced - used - INTERNAL_SINKS == set()


def test_every_engine_has_a_model_or_a_format() -> None:
    opened = {call.open.engine for model in RULES.models for call in model.calls if call.open is not None}
    opened |= {entity.engine for model in RULES.models for entity in model.entities}
    opened |= {described.store for model in RULES.models for described in model.types.values() if described.store}
    asked = {
        engine for policy in POLICIES for match in policy.any_of if match.stored for engine in match.stored.engines
    }
    assert asked <= set(RULES.kinds.engines)
    assert opened <= set(RULES.kinds.engines)


def test_every_file_of_rules_is_loaded() -> None:
    names = {
        path.relative_to(ROOT / "rules").with_suffix("").as_posix()
        for path in (ROOT / "rules" / "models").rglob("*.yaml")
    }
    assert {f"models/{model.model}" for model in RULES.models} == names
    assert {path.stem for path in (ROOT / "rules" / "policies").rglob("*.yaml")} == {policy.name for policy in POLICIES}


def test_every_model_names_what_was_read() -> None:
    for model in RULES.models:
        assert len(model.source.split()) >= 2, model.model
        assert model.calls or model.types or model.entities or msgspec.to_builtins(model), model.model
