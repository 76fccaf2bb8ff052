"""A report with every kind of content, for tests of the formats."""

from __future__ import annotations

from secure_lint.model.finding import Evidence, Finding, ScanResult, Statistics, Step, Suppressed
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.span import Location, Span
from secure_lint.report.contents import Report
from secure_lint.text.source import SourceText
from tests.rule_samples import RULES, finding

SECRET = "zX81-" + "kkPq-77aB-0pLm"

FILES = {
    "app/Login.kt": f"""package demo

class Login(private val prefs: SharedPreferences) {{
    fun save(form: Form) {{
        val pin = form.pin
        prefs.edit().putString("pin", pin).apply()
    }}

    private val client = Client(apiKey = "{SECRET}")
}}
""",
    "app/Form.kt": "class Form {\n\tval pin: String = read(\n\t\tpinField,\n\t)\n}\n",
    "app/üñí code.kt": "val größe = log(straße) // \N{GRINNING FACE}\n",
}

FLOW: Finding = finding(
    line=6,
    column=9,
    end_column=42,
    message="`pin` (PIN) is written in plain text",
    trace=(
        Step(Location("app/Form.kt", Span(2, 6, 4, 3)), "the user's PIN is read from the form"),
        Step(Location("app/Login.kt", Span(5, 19, 5, 27)), "and copied to `pin`"),
        Step(Location("app/Login.kt", Span(6, 9, 6, 42)), "then written"),
    ),
    related=(Step(Location("app/Login.kt", Span(3, 13, 3, 45)), "the store is opened here"),),
    evidence=(
        Evidence("data", "PIN: the name `pin` and the type String"),
        Evidence("store", "shared preferences are plain text"),
    ),
    fingerprint="0123456789abcdef0123456789abcdef",
)
HARDCODED: Finding = finding(
    "SL301", line=9, column=33, end_column=54, message="an API key stands in the source", fingerprint="f" * 32
)
UNICODE: Finding = finding("SL701", "app/üñí code.kt", line=1, column=17, end_column=23, fingerprint="e" * 32)
NOTE: Finding = finding("SL102", "app/gone.kt", line=3, fingerprint="d" * 32)
SUPPRESSED = (Suppressed(finding(line=5, fingerprint="c" * 32), "demo account", "comment"),)
PROBLEMS = (
    Problem("app/Big.kt", "larger than 2 MiB", Stage.DISCOVER),
    Problem("app/Form.kt", "syntax error", Stage.READ, Span(4, 1, 4, 5), partial=True),
)


def report(
    findings: tuple[Finding, ...] = (FLOW, HARDCODED, NOTE, UNICODE),
    suppressed: tuple[Suppressed, ...] = SUPPRESSED,
    problems: tuple[Problem, ...] = PROBLEMS,
    *,
    files: dict[str, str] = FILES,
    display_prefix: str = "",
    repository_prefix: str = "",
) -> Report:
    """A report over `FILES`."""
    result = ScanResult(".", findings, suppressed, problems, Statistics(files_discovered=4, files_read=3))
    return Report(
        result=result,
        rules={rule.code: rule for rule in RULES},
        read=lambda path: SourceText(path, files[path].encode()) if path in files else None,
        version="1.2.3",
        display_prefix=display_prefix,
        repository_prefix=repository_prefix,
    )
