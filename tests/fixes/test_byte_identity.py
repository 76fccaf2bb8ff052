"""All that is not fixed stays as it is, byte for byte."""

from __future__ import annotations

import ast
import codecs
import sysconfig
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.fixes.difference import unified_diff
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding, ScanResult
from secure_lint.text.source import SourceText
from tests.fixes.fixing import TURN_ON, finding_at, planner_of, policy

GUILTY = "requests.get(url, verify=False)"
ENDS = ("\n", "\r\n", "\r")
LINES = st.sampled_from(
    (
        "",
        "\f",
        "\f# page two",
        "# größe \N{GRINNING FACE} \N{CJK UNIFIED IDEOGRAPH-4F60}",
        "total = [ 1,2 ,3 ]   ",
        "text = '''verify=False\n\tand more'''",
        "if url :\n\t\tpass   # tab",
        "label = f'{url!r:>{10}} {url}'",
        "x = 1 ; y = \\\n   2",
        "async def f( a , *, b = 1 ) -> None : ...",
        'größe = "\\N{BULLET} • \u2028"',
    )
)


def compiles(raw: bytes) -> bool:
    """Whether Python takes a text."""
    try:
        compile(raw, "a.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def findings_in(path: str, raw: bytes) -> tuple[Finding, ...]:
    """A finding for each guilty call of a text."""
    source, found = SourceText(path, raw), []
    start = source.data.find(GUILTY.encode())
    while start >= 0:
        call, value = start + GUILTY.index("get"), start + GUILTY.index("False")
        end = start + len(GUILTY)
        found.append(finding_at(path, source.span(call, end), source.span(value, value + len("False"))))
        start = source.data.find(GUILTY.encode(), end)
    return tuple(found)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A Python file with guilty calls, of any line ends and encoding."""
    lines = draw(st.lists(LINES, max_size=6)) + draw(
        st.lists(st.sampled_from((GUILTY, "url = 1")), min_size=1, max_size=3)
    )
    lines = draw(st.permutations(lines))
    ends = [draw(st.sampled_from(ENDS)) for _ in lines]
    text = "".join(f"{line}{end}" for line, end in zip(lines, ends, strict=True))
    text = text if draw(st.booleans()) else text.rstrip("\r\n")
    mark, encoding = draw(
        st.sampled_from(((b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (b"", "latin-1"), (b"", "cp1252")))
    )
    if encoding != "utf-8":
        text = f"# -*- coding: {encoding} -*-\n" + text.encode(encoding, "ignore").decode(encoding)
    return mark + text.encode(encoding)


@settings(max_examples=300, deadline=None)
@given(files())
def test_only_the_values_change(raw: bytes) -> None:
    found = findings_in("a.py", raw)
    plan = planner_of("a.py", raw, policy(TURN_ON)).plan(ScanResult(".", found), unsafe=False)
    expected = raw.replace(GUILTY.encode(), GUILTY.replace("False", "True").encode())
    if plan.left:
        assert {one.reason for one in plan.left} <= {"it is not Python 3 that can be parsed without loss"}
        assert not compiles(raw)
    elif found:
        (change,) = plan.changes
        assert (change.before, change.after, change.fixes) == (raw, expected, len(found))
    else:
        assert plan.changes == ()


@settings(max_examples=200, deadline=None)
@given(files(), files())
def test_a_diff_leads_from_one_text_to_the_other(before: bytes, after: bytes) -> None:
    assert patched(before, unified_diff("a.py", before, after)) == after


def patched(before: bytes, diff: bytes) -> bytes:
    """What a diff makes of a text, by the format's own rules."""
    old, new, position = before.split(b"\n"), b"", 0
    lines = [line + b"\n" for line in old[:-1]] + ([old[-1]] if old[-1] else [])
    body = diff.split(b"\n")[2:-1]
    for index, line in enumerate(body):
        ending = b"" if body[index + 1 : index + 2] == [b"\\ No newline at end of file"] else b"\n"
        if line.startswith(b"@@"):
            start, _, length = line.split(b" ")[1][1:].partition(b",")
            begin = int(start) - (length != b"0")
            new += b"".join(lines[position:begin])
            position = begin
        elif line[:1] in b" -":
            assert lines[position] == line[1:] + ending
            position += 1
            new += line[1:] + ending if line[:1] == b" " else b""
        elif line[:1] == b"+":
            new += line[1:] + ending
    return new + b"".join(lines[position:])


def standard_modules() -> list[Path]:
    """Real files: modules of the standard library that switch something off in a call."""
    folder = Path(sysconfig.get_path("stdlib"))
    small = (path for path in sorted(folder.glob("*.py")) if path.stat().st_size < 60_000)
    return [path for path in small if b"=False)" in path.read_bytes() and switched_off(path)]


def switched_off(module: Path) -> list[tuple[ast.Call, str, ast.expr]]:
    """The calls that pass False by keyword: with the keyword and the value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(module.read_bytes())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    keywords = ((call, keyword) for call in calls for keyword in call.keywords)
    return [
        (call, keyword.arg, keyword.value)
        for call, keyword in keywords
        if keyword.arg and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
    ]


MODULES = standard_modules()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_call_in_a_real_file_that_passes_false_is_fixed_and_nothing_else(module: Path) -> None:
    raw = module.read_bytes()
    source = SourceText(module.name, raw)
    calls = switched_off(module)
    findings = []
    for call, _, value in calls:
        start, end = extent(source, call.func)
        begin = end - len(call.func.attr) if isinstance(call.func, ast.Attribute) else start
        place = source.span(begin, extent(source, call)[1])
        findings.append(finding_at(module.name, place, source.span(*extent(source, value))))
    named = tuple(sorted({keyword for _, keyword, _ in calls}))
    entry = AutomaticFix("replace-value", "Turn it on.", named=named, values={"False": "True"})
    (change,) = planner_of(module.name, raw, policy(entry)).plan(ScanResult(".", tuple(findings)), unsafe=False).changes
    expected = raw
    for start, end in sorted((extent(source, value) for _, _, value in calls), reverse=True):
        assert expected[start:end] == b"False"
        expected = expected[:start] + b"True" + expected[end:]
    assert change.after == expected
    assert change.fixes == len(findings)


def extent(source: SourceText, node: ast.expr) -> tuple[int, int]:
    """The byte offsets at which a node starts and ends."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    starts = source.line_starts
    return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset


def test_there_are_real_files() -> None:
    assert len(MODULES) > 20
