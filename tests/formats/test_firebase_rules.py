"""Tests of the readers of Firebase security rules."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.firebase_rules.reading import read_rules
from secure_lint.formats.json_schemas import read_json_with_schemas
from secure_lint.model.access import AccessGrant, Principal
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import text_at

ANYONE, SIGNED_IN, RESTRICTED, NOBODY = Principal


def firestore(body: str) -> str:
    return (
        "rules_version = '2';\nservice cloud.firestore {\n  match /databases/{database}/documents {\n"
        f"{body}\n  }}\n}}\n"
    )


def grants(text: str) -> tuple[AccessGrant, ...]:
    read = read_rules(SourceText("firestore.rules", text.encode()))
    assert read.problems == ()
    return read.grants


def principal(condition: str, method: str = "read", functions: str = "") -> Principal:
    """Whom the condition lets in."""
    (grant,) = grants(firestore(f"{functions}\nmatch /things/{{id}} {{ allow {method}: if {condition}; }}"))
    return grant.principal


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("true", ANYONE),
        ("false", NOBODY),
        ("!false", ANYONE),
        ("request.auth != null", SIGNED_IN),
        ("null != request.auth.uid", SIGNED_IN),
        ("!(request.auth == null)", SIGNED_IN),
        ("request.auth == null", ANYONE),
        ("(request['auth'].uid != null)", SIGNED_IN),
        ("request.auth.uid is string", SIGNED_IN),
        ("request.auth.token.email_verified == true", SIGNED_IN),
        ("request.auth.token.firebase.sign_in_provider != 'anonymous'", SIGNED_IN),
        ("request.auth.uid == id", RESTRICTED),
        ("request.auth.uid != id", SIGNED_IN),
        ("request.auth.uid == 'kz71'", RESTRICTED),
        ("request.auth.token.admin", RESTRICTED),
        ("request.auth.token.get('admin', false) == true", RESTRICTED),
        ("'editor' in request.auth.token.roles", RESTRICTED),
        ("request.auth.token.email.matches('.*@clinic[.]example')", RESTRICTED),
        ("request.auth.uid in resource.data.members", RESTRICTED),
        ("resource.data.public == true", RESTRICTED),
        ("exists(/databases/$(database)/documents/admins/$(request.auth.uid))", RESTRICTED),
        ("get(/databases/(default)/documents/users/$(request.auth.uid)).data.role == 'x'", RESTRICTED),
        ("firestore.exists(/databases/(default)/documents/users/$(request.auth.uid))", RESTRICTED),
        ("request.auth != null && request.auth.uid == id", RESTRICTED),
        ("request.auth != null || request.auth.uid == id", SIGNED_IN),
        ("request.auth != null || resource.data.open", SIGNED_IN),
        ("!(request.auth == null || request.auth.uid != id)", RESTRICTED),
        ("request.auth != null ? true : false", SIGNED_IN),
        ("request.query.limit <= 20", ANYONE),
        ("request.auth != null && request.query.limit <= 20", SIGNED_IN),
        ("unknownFunction(request.auth)", RESTRICTED),
        ("reqest.auth != null", RESTRICTED),
    ],
)
def test_whom_a_condition_lets_in(condition: str, expected: Principal) -> None:
    assert principal(condition) is expected


FUNCTIONS = """
function signedIn() { return request.auth != null; }
function me() { return request.auth.uid; }
function owns(owner) { let caller = me(); let known = signedIn(); return known && caller == owner; }
function user() { return get(/databases/$(database)/documents/users/$(me())).data; }
function endless() { return endless(); }
"""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("signedIn()", SIGNED_IN),
        ("owns(id)", RESTRICTED),
        ("!signedIn()", ANYONE),
        ("me() != null", SIGNED_IN),
        ("user().role == 'admin'", RESTRICTED),
        ("signedIn() || owns(id)", SIGNED_IN),
        ("endless()", RESTRICTED),
    ],
)
def test_functions_are_followed(condition: str, expected: Principal) -> None:
    assert principal(condition, functions=FUNCTIONS) is expected


def test_functions_of_inner_blocks_hide_outer_ones() -> None:
    found = grants(
        firestore(
            """
            function allowed() { return false; }
            match /a/{x} {
              function allowed() { return true; }
              match /b/{y} { allow read: if allowed(); }
            }
            match /c/{z} { allow read: if allowed(); }
            """
        )
    )
    assert [(one.resource, one.principal) for one in found] == [("/a/{x}/b/{y}", ANYONE), ("/c/{z}", NOBODY)]


@pytest.mark.parametrize(
    ("condition", "expected", "claimed"),
    [
        ("request.auth.uid == request.resource.data.owner", SIGNED_IN, True),
        ("request.auth.uid == resource.data.owner", RESTRICTED, False),
        (
            "request.auth.uid == request.resource.data.owner && request.resource.data.owner == resource.data.owner",
            RESTRICTED,
            False,
        ),
        ("request.auth.uid == id && request.auth.uid == request.resource.data.owner", RESTRICTED, False),
        ("request.auth != null && request.resource.data.text is string", SIGNED_IN, False),
    ],
)
def test_an_owner_in_what_is_written_owns_nothing_yet(condition: str, expected: Principal, claimed: bool) -> None:
    (grant,) = grants(firestore(f"match /a/{{id}} {{ allow update: if {condition}; }}"))
    assert (grant.principal, grant.owner_claimed) == (expected, claimed)
    (grant,) = grants(firestore("match /a/{id} { allow create: if request.auth.uid == request.resource.data.owner; }"))
    assert (grant.principal, grant.owner_claimed) == (RESTRICTED, False)


def test_checks_of_what_is_written() -> None:
    text = firestore("match /a/{id} { allow create: if request.resource.data.keys().hasOnly(['x']); }")
    (grant,) = grants(text)
    assert (grant.principal, grant.fields_checked) == (ANYONE, True)


def test_test_mode() -> None:
    (grant,) = grants(firestore("match /{all=**} { allow read, write: if request.time < timestamp.date(2025, 3, 4); }"))
    assert (grant.principal, grant.expires, grant.everything) == (ANYONE, "2025-03-04", True)
    (later,) = grants(firestore("match /{all=**} { allow read: if request.time > timestamp.date(2025, 3, 4); }"))
    assert (later.principal, later.expires) == (ANYONE, None)


@pytest.mark.parametrize(
    ("path", "record", "everything"),
    [
        ("/users/{id}", "users", False),
        ("/users/{id}/{rest=**}", "users", False),
        ("/users/{id}/letters/{letter}", "letters", False),
        ("/settings/public", "settings", False),
        ("/{path=**}/letters/{letter}", "letters", False),
        ("/{document=**}", "", True),
        ("/{collection}/{id}", "", True),
    ],
)
def test_what_a_path_means(path: str, record: str, everything: bool) -> None:
    (grant,) = grants(firestore(f"match {path} {{ allow read; }}"))
    assert (grant.resource, grant.record, grant.everything) == (path, record, everything)


def test_places_and_actions() -> None:
    text = firestore("match /a/{id} {\n  allow get, list: if true; // open\n  allow write: if request.auth != null;\n}")
    read, write = grants(text)
    assert read.actions == ("read",)
    assert write.actions == ("create", "update", "delete")
    assert text_at(text, read.location.span) == "get, list: if true"
    assert text_at(text, write.location.span) == "write: if request.auth != null"
    assert write.condition == "request.auth != null"


def test_storage() -> None:
    text = """
    service firebase.storage { match /b/{bucket}/o {
      match /scans/{patient}/{file} {
        allow read: if request.auth.uid == patient;
        allow write: if request.resource.size < 5 * 1024 * 1024 && request.resource.contentType.matches('image/.*');
      }
    } }
    """
    read, write, delete = grants(text)
    assert (read.backend, read.record, read.principal) == ("cloud-storage", "scans", RESTRICTED)
    assert (write.actions, write.principal, write.fields_checked) == (("create", "update"), ANYONE, True)
    assert (delete.actions, delete.principal) == (("delete",), RESTRICTED)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (firestore("match /a/{id} { allow read: if ; allow write: if false; }"), 1),
        (firestore("match { allow read; } match /b/{id} { allow read; }"), 2),
        (firestore("function broken( { } match /b/{id} { allow read; }"), 1),
        (firestore("match /b/{id} { allow read: if request.auth != null "), 1),
        (firestore("what is this; match /b/{id} { allow read; }"), 1),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_the_rest_counts(text: str, count: int) -> None:
    read = read_rules(SourceText("firestore.rules", text.encode()))
    assert len(read.problems) <= 1
    assert len(read.grants) == count


def test_problems_have_a_place() -> None:
    text = firestore("match /a/{id} {\n  allow read: if && true;\n}")
    (problem,) = read_rules(SourceText("firestore.rules", text.encode())).problems
    assert problem.span is not None
    assert problem.span.start_line == 5
    assert "a value is missing before '&&'" in problem.message


@pytest.mark.parametrize(
    "body",
    ["(" * 5000, "!" * 50_000 + "true", "a" + ".b" * 5000, "a ? " * 5000, "true || " * 20_000 + "true", "[" * 9999],
)
def test_hostile_nesting(body: str) -> None:
    read = read_rules(SourceText("a.rules", firestore(f"match /a/{{id}} {{ allow read: if {body}; }}").encode()))
    assert read.problems or read.grants


def test_nested_blocks_and_calls_that_multiply() -> None:
    blocks = "match /a/{id} { " * 3000
    assert read_rules(SourceText("a.rules", firestore(blocks).encode())).problems
    chain = "".join(f"function f{n}(x) {{ return f{n + 1}(x) && f{n + 1}(x); }}\n" for n in range(60))
    assert principal("f0(request.auth)", functions=chain) is RESTRICTED


def test_other_rules_files_are_left_alone() -> None:
    for text in ("alert tcp any any -> any 80", 'SUBSYSTEM=="usb", MODE="0666"', ""):
        assert read_rules(SourceText("99-usb.rules", text.encode())).grants == ()


def test_a_comment_for_the_linter() -> None:
    text = firestore("match /a/{id} {\n  // secure-lint: ignore[SL620] -- demo\n  allow write: if true;\n}")
    (comment,) = read_rules(SourceText("a.rules", text.encode())).comments
    assert comment.text == "secure-lint: ignore[SL620] -- demo"


WORDS = st.sampled_from(
    ["allow", "match", "function", "service", "cloud", "firestore", "read", "write", "if", "true", "request", "auth",
     "resource", "data", "uid", "let", "return", "/a", "/{b}", "/{c=**}", "/$(", "{", "}", "(", ")", "[", "]", ".", ",",
     ":", ";", "?", "!", "&&", "||", "==", "!=", "<", "in", "is", "null", "'x'", '"', "//", "/*", "\n", "1", "=", "get"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=120))
def test_no_text_is_too_strange(words: list[str]) -> None:
    text = "service cloud.firestore { match /databases/{d}/documents { " + " ".join(words)
    read = read_rules(SourceText("a.rules", text.encode()))
    length = len(text.split("\n"))
    assert all(1 <= one.location.span.start_line <= one.location.span.end_line <= length for one in read.grants)


@given(st.text(max_size=200))
def test_no_condition_is_too_strange(text: str) -> None:
    rules = json.dumps({"rules": {"a": {".read": text}}})
    read = read_json_with_schemas(SourceText("database.rules.json", rules.encode(errors="replace")))
    assert [one.resource for one in read.grants] == ["/a"]


CONDITIONS = st.recursive(
    st.sampled_from(["true", "false", "request.auth != null", "request.auth.uid == id", "resource.data.open"]),
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!!{}".format, inner),
    ),
    max_leaves=12,
)


@given(CONDITIONS, CONDITIONS)
def test_demands_are_ordered(first: str, second: str) -> None:
    one, other = principal(first), principal(second)
    assert principal(f"({first}) && ({second})") is max(one, other)
    assert principal(f"({first}) || ({second})") is min(one, other)
    assert principal(f"!(!({first}))") is one


REALTIME = """{
  // rules of a delivery service
  "rules": {
    ".read": "auth != null",
    "users": {
      ".indexOn": ["email"],
      "$uid": {
        ".write": "$uid === auth.uid",
        "phone": { ".validate": "newData.isString()" },
      }
    },
    "stops": { ".read": true, ".write": "now < 1741906800000" },
    "tours": { "$tour": {
      ".write": "!data.exists() || root.child('admins/' + auth.uid).exists()",
      "name": { ".write": "newData.val().matches(/^[a-z\\\\/]+$/i) && auth.token.planner === true" }
    } },
    "bids": { ".write": "newData.child('bidder').val() === auth.uid" }
  }
}"""


def test_realtime_database() -> None:
    read = read_json_with_schemas(SourceText("database.rules.json", REALTIME.encode()))
    assert read.problems == ()
    assert read.platform == "realtime-database"
    found = {(one.resource, one.actions[0]): one for one in read.grants}
    root = found["/", "read"]
    assert (root.principal, root.everything) == (SIGNED_IN, True)
    assert (found["/users/$uid", "create"].principal, found["/users/$uid", "create"].fields_checked) == (
        RESTRICTED,
        True,
    )
    assert found["/users/$uid", "create"].attributes == ("phone",)
    assert found["/stops", "read"].principal is ANYONE
    assert found["/stops", "create"].expires == "1741906800000"
    assert found["/tours/$tour", "create"].principal is RESTRICTED
    assert found["/tours/$tour/name", "create"].principal is RESTRICTED
    assert found["/bids", "update"].owner_claimed
    assert not found["/bids", "create"].owner_claimed
    assert text_at(REALTIME, root.location.span) == "auth != null"


def test_json_of_other_kinds_grants_nothing() -> None:
    values: list[object] = [{"rules": {"no-console": "off"}}, {"read": True}, {"rules": []}]
    for value in values:
        assert read_json_with_schemas(SourceText("a.json", json.dumps(value).encode())).grants == ()


def test_a_condition_that_is_none_is_a_problem() -> None:
    rules = {"rules": {"a": {".read": "auth.uid =="}, "b": {".read": "auth != null extra"}}}
    read = read_json_with_schemas(SourceText("database.rules.json", json.dumps(rules).encode()))
    assert len(read.problems) == 1
    assert [one.principal for one in read.grants] == [RESTRICTED, RESTRICTED]


ROLES = """
function own(id) { return request.auth.uid == id; }
function caller() { return get(/databases/$(database)/documents/users/$(request.auth.uid)).data; }
match /shops/{shop} { allow write: if caller().role == 'keeper' || caller().get('level', 0) > 3; }
match /logs/{log} { allow read: if exists(/databases/$(database)/documents/admins/$(request.auth.uid)); }
"""


@pytest.mark.parametrize(
    ("match", "fields"),
    [
        ("match /users/{id} { allow create: if own(id); }", ("level", "role")),
        ("match /users/{id} { allow update: if request.auth != null; }", ("level", "role")),
        ("match /users/{id} { allow update: if own(id) || caller().role == 'keeper'; }", ("level", "role")),
        ("match /users/{id} { allow update: if caller().role == 'keeper'; }", ()),
        ("match /users/{id} { allow create: if own(id) && request.resource.data.role == 'x'; }", ("level",)),
        ("match /users/{id} { allow create: if own(id) && request.resource.data.keys().hasOnly([]); }", ()),
        ("match /users/{id} { allow delete: if own(id); }", ()),
        ("match /users/{id}/notes/{note} { allow create: if own(id); }", ()),
        ("match /admins/{id} { allow create: if own(id); }", ("",)),
        ("match /others/{id} { allow create: if own(id); }", ()),
    ],
)  # fmt: skip
def test_roles_in_the_hand_of_their_holders(match: str, fields: tuple[str, ...]) -> None:
    *_, grant = grants(firestore(ROLES + match))
    assert grant.self_service == fields


def test_a_rule_above_cannot_be_taken_back() -> None:
    rules = {
        ".read": "now < 9",
        "a": {".read": "auth != null", "b": {".read": False, "c": {".read": True, ".write": False}}},
        "d": {"e": {".read": "auth.token.x === true", "f": {".read": False}}},
    }
    read = read_json_with_schemas(SourceText("database.rules.json", json.dumps({"rules": rules}).encode()))
    assert [one.resource for one in read.grants if one.overruled] == ["/a/b"]


def test_realtime_rules_in_a_file_of_another_name() -> None:
    read = read_rules(SourceText("database.rules", REALTIME.encode()))
    assert read.platform == "realtime-database"
    assert len(read.grants) > 5
    assert read_rules(SourceText("fields.rules", b'{"a": {"read": true}}')).grants == ()
