"""Tests of what is shown of values that stand in the tests of a product."""

from __future__ import annotations

import pytest

from secure_lint.model.finding import ALIKE, Audience, Confidence, Severity
from tests.credentials.detecting import ASSIGNED, MAIN, joined, judged, only


def shown_beside_a_key(path: str, code: str) -> bool:
    """Whether developers see what stands in a test of a product, given that another test holds a machine's key."""
    found = judged({path: code, "app/test/KeyTest.js": ASSIGNED, MAIN: ""})
    seen = [one for one in found if one.audience is Audience.DEVELOPER]
    return path in {place.path for one in seen for place in (one.location, *(step.location for step in one.related))}


def test_a_common_password_in_a_test_is_for_auditors() -> None:
    code = "const user = { name: 'ann', password: 'admin123' }\n"
    in_test = only(judged({"app/test/login.js": code}))
    assert (in_test.audience, in_test.confidence) == (Audience.AUDITOR, Confidence.LOW)
    assert only(judged({"app/login.js": code})).audience is Audience.DEVELOPER


def test_made_up_values_of_tests_are_for_auditors() -> None:
    for value in ("token1", "654321", "User1234!"):
        finding = only(judged({"app/test/login.js": f"const user = {{ name: 'ann', password: '{value}' }}\n"}))
        assert finding.audience is Audience.AUDITOR, value
    handed = only(judged({"app/test/login.js": "client.login('ann', 'password')\n"}))
    assert handed.audience is Audience.DEVELOPER


IN_USE = """class StoreTests
{
    void Keeps()
    {
        const string userName = "ann";
        const string password = "letmein123";
        store.AddOrUpdate(service, userName, password);
    }
}
"""


def test_a_common_password_that_a_test_hands_over_beside_the_user_is_in_use() -> None:
    finding = only(judged({"app/test/StoreTests.cs": IN_USE}))
    assert finding.location.span.start_line == 6
    assert [step.location.span.start_line for step in finding.related] == [7]
    assert shown_beside_a_key("app/test/StoreTests.cs", IN_USE)


def test_a_common_password_that_a_test_only_expects_is_for_auditors() -> None:
    code = IN_USE.replace("store.AddOrUpdate(service, userName, password)", "Assert.Equal(password, read.Word)")
    assert only(judged({"app/test/StoreTests.cs": code})).audience is Audience.AUDITOR


@pytest.mark.parametrize("double", ["@Mock\n", "mock(Store)", "var storeMock = x;", "new FakeStore()", "jest.fn()"])
def test_a_weak_password_opens_nothing_beside_test_doubles(double: str) -> None:
    assert not shown_beside_a_key("app/test/StoreTests.cs", f"{IN_USE}\n{double}\n")


@pytest.mark.parametrize("prose", ["// Fake credential", "// stubs of the library", "mocking bird", "stubborn()"])
def test_words_of_prose_are_no_test_doubles(prose: str) -> None:
    assert shown_beside_a_key("app/test/StoreTests.cs", f"{IN_USE}\n{prose}\n")


def test_a_secret_whose_constant_says_mock_is_for_auditors() -> None:
    code = "const mockSecret = 'gate-keeper-77';\nstore('shared_secret', mockSecret);\n"
    assert not shown_beside_a_key("app/test/store.test.js", code)
    assert shown_beside_a_key("app/test/store.test.js", code.replace("mockSecret", "held"))


def test_values_of_all_tests_are_one_finding() -> None:
    files: dict[str, str | bytes] = {
        f"app/test/{name}Test.js": f"open({{ password: 'tr0ut-{name}' }})\n" for name in ("moon", "sun", "star")
    }
    finding = only(judged(files))
    assert "and 2 more like it" in finding.message
    assert [step.note for step in finding.related] == [ALIKE] * 2
    more = only(judged({**files, "app/test/skyTest.js": "open({ password: 'tr0ut-sky' })\n"}))
    assert more.fingerprint != finding.fingerprint


def test_what_a_machine_made_stands_for_all_values_of_tests() -> None:
    header = "Basic " + joined("cmVhZGVyOnRyMHV0", "LW0wb24tOTk=")
    files: dict[str, str | bytes] = {
        "app/test/aTest.js": "open({ password: 'tr0ut-moon', encryptionKey: 'tr0ut-sun-77' })\n",
        "app/test/headerTest.js": f"send({{ headers: {{ Authorization: '{header}' }} }})\n",
        "sample/keyTest.js": ASSIGNED,
    }
    finding = only(judged(files))
    assert (finding.severity, finding.audience) == (Severity.NOTE, Audience.DEVELOPER)
    assert finding.location.path != "app/test/aTest.js"
    assert "and 3 more like it" in finding.message


def test_a_value_of_a_test_that_also_ships_stands_apart() -> None:
    weak = "open({ password: 'tr0ut-moon' })\nopen({ password: 'tr0ut-sun' })\n"
    shipped, in_tests = sorted(
        judged({"app/test/openTest.js": weak + ASSIGNED, MAIN: ASSIGNED}),
        key=lambda one: one.severity.rank,
        reverse=True,
    )
    assert shipped.severity is Severity.ERROR
    assert [step.location.path for step in shipped.related] == ["app/test/openTest.js"]
    assert in_tests.location.path == "app/test/openTest.js"


def test_a_token_of_a_vendor_in_a_test_stands_apart() -> None:
    token = joined("AKIA", "SP2TPHJSQH3FJXYZ")
    weak = "open({ password: 'tr0ut-moon' })\nopen({ password: 'tr0ut-sun' })\n"
    assert len(judged({"app/test/openTest.js": weak, "app/test/keyTest.js": f"const id = '{token}'\n"})) == 2


def test_made_up_values_of_tests_are_one_finding_for_auditors() -> None:
    weak = "client.login('ann', 'tr0ut-moon')\n"
    made_up = "login({ name: 'ann', password: 'token1' })\nlogin({ name: 'ann', password: '654321' })\n"
    found = judged({"app/test/openTest.js": weak, "app/test/loginTest.js": made_up})
    assert sorted(one.audience.value for one in found) == ["auditor", "developer"]


def test_passwords_in_tests_of_a_product_are_for_auditors() -> None:
    tests: dict[str, str | bytes] = {"app/test/openTest.js": "open({ password: 'tr0ut-moon' })\n"}
    assert only(judged(tests)).audience is Audience.DEVELOPER
    assert only(judged({**tests, MAIN: "open()\n"})).audience is Audience.AUDITOR
    assert only(judged({**tests, MAIN: "open()\n", "app/test/KeyTest.js": ASSIGNED})).audience is Audience.DEVELOPER


def test_a_short_key_that_counts_is_a_key_all_the_same() -> None:
    source = 'let key = Data("uvwxyz456789")\n_ = Store(encryptionKey: key)\n'
    finding = only(judged({"app/test/StoreTest.swift": source}))
    assert (finding.severity, finding.audience) == (Severity.NOTE, Audience.DEVELOPER)


def test_what_a_test_expects_a_password_to_be_is_for_auditors() -> None:
    code = "if (request.password == 'hill-and-dale') { reply(200) }\n"
    assert only(judged({"app/test/login.test.js": code})).audience is Audience.AUDITOR
    assert only(judged({"app/src/login.js": code})).audience is Audience.DEVELOPER
