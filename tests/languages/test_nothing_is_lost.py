"""No front end loses a declaration of the fixtures without a word, whatever its grammar makes of the file."""

# ruff: noqa: E501  (an expression reads better on one line)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.text.source import SourceText

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
WRITTEN = {
    ".kt": r"(?<![\w.@`$])(?:class|interface|object)\s+(\w+)|\bfun\s+(?:<[^>]*>\s*)?(?:[\w<>?, ]+\.)?(\w+)\s*\(",
    ".java": r"\b(?:class|interface|enum|record)\s+(\w+)\b[^;=()]*[{(]|^ +(?:public|private|protected)[\w<>\[\], ]* (\w+)\(",
    ".swift": r"(?<![\w.])(?:class|struct|enum|protocol|actor)\s+([A-Z]\w*)\s*[:<{]|(?<![\w.])func\s+(\w+)\s*[(<]",
    ".cs": r"\b(?:class|interface|struct|record|enum)\s+(\w+)\s*[:<{(]|^ +(?:public|private|internal)[\w<>\[\]?, ]* (\w+)\(",
    ".dart": r"^(?:abstract |sealed |final )*(?:class|mixin|enum)\s+(\w+)|^  (?:Future<[\w<>?]+>|void|bool|int) (\w+)\(",
    ".py": r"^[ \t]*class\s+(\w+)|^[ \t]*(?:async\s+)?def\s+(?!__init__)(\w+)",
    ".ts": r"^(?:export\s+)?(?:abstract\s+)?class\s+(\w+)|^(?:export\s+)?(?:async\s+)?function\s+(\w+)",
    ".m": r"^@implementation\s+(\w+)|^[-+]\s*\([^)]*\)\s*(?!init)(\w+)",
}
WRITTEN[".js"] = WRITTEN[".tsx"] = WRITTEN[".ts"]
NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|""".*?"""|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`', re.DOTALL)
NO_PYTHON = re.compile(r'""".*?"""|#[^\n]*', re.DOTALL)


@pytest.mark.parametrize("ending", sorted(WRITTEN))
def test_what_is_declared_is_in_the_program(ending: str) -> None:
    front_end = load_front_end(front_ends()[ending])
    lost: dict[str, set[str]] = {}
    seen = 0
    for path in sorted(FIXTURES.rglob(f"*{ending}")):
        data = path.read_bytes()
        read = front_end.read(SourceText(path.name, data), WantedBodies(everything=True))
        code = (NO_PYTHON if ending == ".py" else NO_CODE).sub('""', data.decode("utf-8", "replace"))
        names = {one[1] or one[2] for one in re.finditer(WRITTEN[ending], code, re.MULTILINE)}
        seen += len(names)
        # A constructor bears the name of its type, and a function in a function is a part of that.
        missing = names - set(re.findall(r"\w+", repr(read.module)))
        if missing and not read.problems:
            lost[path.relative_to(FIXTURES).as_posix()] = missing
    assert seen > 0
    assert lost == {}
