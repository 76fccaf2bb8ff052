"""Bringing fixes together, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from secure_lint.fixes.plan import FileChange
from secure_lint.fixes.writing import write_changes
from secure_lint.model.finding import ScanResult, Suppressed
from secure_lint.model.span import Span
from tests.fixes.fixing import SECURE, TURN_ON, finding_at, planned, planner_of, policy, scanned

GUILTY = "import requests\n\nrequests.get(load(), verify=False)\n"


def change(path: str, before: bytes, after: bytes) -> FileChange:
    return FileChange(path, before, after, fixes=1)


def test_what_is_suppressed_stays(tmp_path: Path) -> None:
    text = GUILTY.replace("False)", "False)  # secure-lint: ignore[SL204] -- a device in the cellar")
    assert planned(scanned(tmp_path, client_py=text), unsafe=True).changes == ()


def test_a_value_on_which_a_suppressed_finding_depends_stays(tmp_path: Path) -> None:
    text = (
        "import requests\n\nVERIFY = False\nrequests.get(load(), verify=VERIFY)\n"
        "requests.put(load(), verify=VERIFY)  # secure-lint: ignore[SL204] -- a device in the cellar\n"
    )
    plan = planned(scanned(tmp_path, client_py=text), unsafe=True)
    assert plan.changes == ()
    assert [(one.code, one.reason) for one in plan.left] == [
        ("SL204", "a suppressed finding depends on the same value")
    ]


def test_of_fixes_that_overlap_one_is_made_and_the_other_is_named() -> None:
    raw = b"get(verify=False)\n"
    whole, value = Span(1, 1, 1, 18), Span(1, 12, 1, 17)
    other = msgspec.structs.replace(TURN_ON, values={"False": "CERTIFICATES"})
    planner = planner_of("a.py", raw, policy(TURN_ON), policy(other, code="SL205"))
    findings = (finding_at("a.py", whole, value), finding_at("a.py", whole, value, code="SL205"))
    plan = planner.plan(ScanResult(".", findings), unsafe=False)
    (made,) = plan.changes
    assert (made.after, made.fixes) == (b"get(verify=CERTIFICATES)\n", 1)
    assert [(one.code, one.reason) for one in plan.left] == [("SL204", "it overlaps another fix; run again")]


def test_two_findings_with_the_same_fix_are_both_fixed() -> None:
    raw = b"get(verify=False)\n"
    whole, value = Span(1, 1, 1, 18), Span(1, 12, 1, 17)
    findings = (finding_at("a.py", whole, value), finding_at("a.py", whole, value, code="SL205"))
    planner = planner_of("a.py", raw, policy(TURN_ON), policy(TURN_ON, code="SL205"))
    (made,) = planner.plan(ScanResult(".", findings), unsafe=False).changes
    assert (made.after, made.fixes) == (b"get(verify=True)\n", 2)


def test_findings_that_only_a_suppression_holds_are_no_obstacle_elsewhere() -> None:
    raw = b"get(verify=False)\n"
    value = Span(1, 12, 1, 17)
    finding = finding_at("a.py", Span(1, 1, 1, 18), value)
    result = ScanResult(".", (finding,), (Suppressed(finding_at("b.py", value, value), "why", "comment"),))
    assert len(planner_of("a.py", raw, policy(TURN_ON)).plan(result, unsafe=False).changes) == 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"print 'x'\nrequests.get(verify=False)\n", "not Python 3"),
        (b"# coding: no-such-encoding\nrequests.get(verify=False)\n", "not Python 3"),
        (b"# coding: rot13\nrequests.get(verify=False)\n", "not Python 3"),
        ("# coding: gbk\n'\u4f60'\nrequests.get(verify=False)\n".encode("gbk"), "its encoding is gbk"),
        (("(" * 3000 + "1" + ")" * 3000 + "\nrequests.get(verify=False)\n").encode(), "nested too deep"),
        (("if a:\n pass\n" + "elif b:\n pass\n" * 20_000 + "requests.get(verify=False)\n").encode(), "nested too deep"),
        (("x=" + "-" * 20_000 + "1\nrequests.get(verify=False)\n").encode(), "nested too deep"),
        (("x=" + "<".join("a" * 50_000) + "\nrequests.get(verify=False)\n").encode(), "nested too deep"),
    ],
)
def test_a_file_that_cannot_be_parsed_or_placed_is_left_alone_with_the_reason(raw: bytes, reason: str) -> None:
    line = raw.count(b"\n")
    finding = finding_at("a.py", Span(line, 10, line, 27), Span(line, 21, line, 26))
    plan = planner_of("a.py", raw, policy(TURN_ON)).plan(ScanResult(".", (finding,)), unsafe=True)
    assert plan.changes == ()
    assert reason in plan.left[0].reason


def test_a_change_that_would_not_parse_is_not_made() -> None:
    raw = b"get(verify=False)\n"
    broken = msgspec.structs.replace(TURN_ON, values={"False": "("})
    finding = finding_at("a.py", Span(1, 1, 1, 18), Span(1, 12, 1, 17))
    plan = planner_of("a.py", raw, policy(broken)).plan(ScanResult(".", (finding,)), unsafe=True)
    assert plan.changes == ()
    assert "not Python 3" in plan.left[0].reason


KOTLIN = 'val base = "http://api.shop.com/v1"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_an_address_in_another_language_is_fixed_when_asked_for(encoding: str) -> None:
    raw = f"// gr\u00fc\u00dfe\r\n{KOTLIN}".encode(encoding)
    place = Span(2, 12, 2, 36)
    planner = planner_of("Api.kt", raw, policy(SECURE, language="kotlin"))
    result = ScanResult(".", (finding_at("Api.kt", place, place),))
    assert planner.plan(result, unsafe=False).changes == ()
    assert planner.plan(result, unsafe=False).unsafe == 1
    (made,) = planner.plan(result, unsafe=True).changes
    assert made.after == raw.replace(b"http:", b"https:")


def test_a_file_of_wide_characters_is_left_alone() -> None:
    place = Span(1, 12, 1, 36)
    planner = planner_of("Api.kt", KOTLIN.encode("utf-16"), policy(SECURE, language="kotlin"))
    plan = planner.plan(ScanResult(".", (finding_at("Api.kt", place, place),)), unsafe=True)
    assert plan.changes == ()
    assert "neither UTF-8" in plan.left[0].reason


@pytest.mark.parametrize(
    "literal", ['"http://api.shop.com" + path', '"http://api.shop.com$path"', "BASE", '"http://api.shop.com:80/x"']
)
def test_a_literal_that_tells_only_a_part_of_the_address_is_left_alone(literal: str) -> None:
    end = literal.find('"', 1) + 1 or len(literal)
    place = Span(1, 12, 1, 12 + end)
    if "$" in literal:
        place = Span(1, 13, 1, 12 + literal.index("$"))
    planner = planner_of("Api.kt", f"val base = {literal}\n".encode(), policy(SECURE, language="kotlin"))
    plan = planner.plan(ScanResult(".", (finding_at("Api.kt", place, place),)), unsafe=True)
    assert plan.changes == ()


def test_a_written_file_keeps_its_mode_and_no_draft_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    file.chmod(0o755)
    assert write_changes(tmp_path, [change("a.py", b"old", b"new")]) == ()
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o755)
    assert list(tmp_path.iterdir()) == [file]


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    file.chmod(0o444)
    (failure,) = write_changes(tmp_path, [change("a.py", b"old", b"new")])
    assert (failure.path, failure.reason) == ("a.py", "is read-only")
    assert file.read_bytes() == b"old"


def test_a_file_that_has_changed_since_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"newer")
    (failure,) = write_changes(tmp_path, [change("a.py", b"old", b"new"), change("gone.py", b"", b"x")][:1])
    assert failure.reason == "has changed since it was scanned"
    assert (tmp_path / "a.py").read_bytes() == b"newer"


def test_a_file_that_is_gone_is_refused_and_the_others_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"old")
    (failure,) = write_changes(tmp_path, [change("gone.py", b"", b"x"), change("a.py", b"old", b"new")])
    assert failure.path == "gone.py"
    assert (tmp_path / "a.py").read_bytes() == b"new"


def test_a_link_is_followed_inside_the_scanned_folder_only(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "outside.py").write_bytes(b"old")
    (root / "inside.py").write_bytes(b"old")
    (root / "a.py").symlink_to(tmp_path / "outside.py")
    (root / "b.py").symlink_to("inside.py")
    (failure,) = write_changes(root, [change("a.py", b"old", b"new"), change("b.py", b"old", b"new")])
    assert (failure.path, failure.reason) == ("a.py", "is a link out of the scanned folder")
    assert (tmp_path / "outside.py").read_bytes() == b"old"
    assert (root / "inside.py").read_bytes() == b"new"
    assert (root / "b.py").is_symlink()
