"""What the tests that all front ends share need to know of each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """A language: the files that its front end reads, pieces that break its sources, and sources nested too deep.

    ``broken`` are the names of cases that hold syntax newer than the grammar.
    """

    language: str
    files: tuple[str, ...]
    scraps: tuple[str, ...]
    deep: tuple[str, ...]
    broken: frozenset[str] = frozenset()
    folder: str = ""

    @property
    def cases(self) -> Sequence[Path]:
        """The sources whose lowering stands next to them."""
        return sorted(path for path in (HERE / self.language / "cases").iterdir() if path.suffix != ".txt")

    @property
    def snippets(self) -> list[str]:
        """The texts of the cases."""
        return [case.read_text() for case in self.cases]


SAMPLES = (
    Sample(
        "java",
        ("A.java",),
        ("{", "}", "(", ")", '"', '"""', "/*", "->", "case", "é", "😀", "@", "::", "\n", "class A", "new", "=", ";"),
        (
            "class A { int a = " + "(" * 10_000 + "1" + ")" * 10_000 + "; }",
            "class A { int a = " + "f(" * 10_000 + "1" + ")" * 10_000 + "; }",
            "class A { int[] a = " + "{" * 10_000 + "}" * 10_000 + "; }",
            "class A { void a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "} }",
            "class A { void a() {" + "if (b) {} else " * 10_000 + "{} } }",
            "class A {\n" * 10_000 + "}\n" * 10_000,
            "class A { int a = b" + ".c()" * 10_000 + "; }",
            "class A { int a = b" + " - c * d" * 10_000 + "; }",
            "class A { boolean a = " + "!" * 10_000 + "b; }",
            "class A { int a = " + "b ? c : " * 10_000 + "d; }",
            "class A { void a() { " + "b = " * 10_000 + "1; } }",
            "class A { Runnable a = " + "() -> " * 5_000 + "b; }",
            "class A { void a() {" + "switch (b) { case 1: " * 3_000 + "}" * 3_000 + "} }",
        ),
    ),
    Sample(
        "kotlin",
        ("A.kt",),
        ("{", "}", "(", ")", '"', "${", "`", "/*", "->", "when", "é", "😀", "@", "?:", "\n", "class A", "fun", "="),
        (
            "val a = " + "(" * 10_000 + "1" + ")" * 10_000,
            "val a = " + "f(" * 10_000 + "1" + ")" * 10_000,
            "val a = " + "{ " * 10_000 + "}" * 10_000,
            "fun a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "}",
            "class A {\n" * 10_000 + "}\n" * 10_000,
            "val a = b" + ".c()" * 10_000,
            "val a = b" + " - c * d" * 10_000,
            "val a = " + "!" * 10_000 + "b",
            "val a = b" + " ?: c" * 10_000,
            "val a = b" + " shl c" * 10_000,
            "val a = " + "f(" * 60 + "b" + " ?: c)" * 60,
            "fun a() { val b = " + "f(" * 60 + "b" + " ?: return)" * 60 + "}",
            "fun a() { " + "b[run { " * 40 + "c" + " }] += 1" * 40 + "}",
            "val a = " + '"${' * 3_000 + "b" + '}"' * 3_000,
        ),
        frozenset(("newer_syntax",)),
    ),
    Sample(
        "python",
        ("a.py",),
        (
            "(",
            ")",
            "[",
            "{",
            '"',
            'f"{',
            '"""',
            "\\",
            "lambda",
            "é",
            "😀",
            "@",
            ":=",
            "\n",
            "class A:",
            "def",
            "=",
            "    ",
        ),
        (
            "a = " + "(" * 10_000 + "1" + ")" * 10_000,
            "a = " + "f(" * 10_000 + "1" + ")" * 10_000,
            "a = " + "[" * 10_000 + "]" * 10_000,
            "\n".join(" " * depth + "if a:" for depth in range(2_000)) + "\n" + " " * 2_000 + "b()",
            "\n".join(" " * depth + "def a():" for depth in range(2_000)) + "\n" + " " * 2_000 + "b()",
            "\n".join(" " * depth + "class A:" for depth in range(2_000)) + "\n" + " " * 2_000 + "b = 1",
            "a = b" + ".c()" * 10_000,
            "a = b" + " - c + d" * 10_000,
            "a = " + "not " * 10_000 + "b",
            "a = " + "not (b or " * 5_000 + "c" + ")" * 5_000,
            "a = " + "lambda: " * 5_000 + "b",
            "a = b" + " if c else d" * 5_000,
            "a = " + "[b for c in " * 3_000 + "d" + "]" * 3_000,
        ),
    ),
    Sample(
        "javascript",
        ("src/a.js", "src/a.ts", "src/a.tsx", "src/a.vue"),
        ("{", "}", "(", ")", "<", "</", "`", "${", "/*", "=>", "?.", "...", "é", "😀", "@", "class A", "\n", "="),
        (
            "const a = " + "(" * 10_000 + "1" + ")" * 10_000,
            "const a = " + "f(" * 10_000 + "1" + ")" * 10_000,
            "const a = " + "[" * 10_000 + "]" * 10_000,
            "const a = " + "{b:" * 10_000 + "1" + "}" * 10_000,
            "const a = " + "() => " * 10_000 + "1",
            "function a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "}",
            "function a() {" + "if (b) {} else " * 10_000 + "{} }",
            "class A { b() {\n" * 3_000 + "} }\n" * 3_000,
            "const a = b" + ".c()" * 10_000,
            "const a = b" + " - c * d" * 10_000,
            "const a = " + "!" * 10_000 + "b",
            "const a = " + "b ? c : " * 10_000 + "d",
            "let a; " + "a = " * 10_000 + "1",
            "const a = " + "`${" * 3_000 + "b" + "}`" * 3_000,
            "const " + "[" * 5_000 + "a" + "]" * 5_000 + " = b",
            "const a = {b() { return " * 2_000 + "1" + "} }" * 2_000,
            "namespace A {" * 3_000 + "}" * 3_000,
        ),
        folder="src/app/",
    ),
    Sample(
        "csharp",
        ("A.cs",),
        (
            "{",
            "}",
            "(",
            ")",
            '"',
            '$"{',
            "/*",
            "=>",
            "is",
            "?.",
            "é",
            "😀",
            "[",
            "::",
            "\n",
            "#if A",
            "class A",
            "=",
            ";",
        ),
        (
            "class A { int a = " + "(" * 10_000 + "1" + ")" * 10_000 + "; }",
            "class A { int a = " + "f(" * 10_000 + "1" + ")" * 10_000 + "; }",
            "class A { int[] a = " + "{" * 10_000 + "}" * 10_000 + "; }",
            "class A { void a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "} }",
            "class A { void a() {" + "if (b) {} else " * 10_000 + "{} } }",
            "class A {\n" * 10_000 + "}\n" * 10_000,
            "namespace A {\n" * 5_000 + "}\n" * 5_000,
            "class A { int a = b" + ".c()" * 10_000 + "; }",
            "class A { int a = b" + "?.c()" * 5_000 + "; }",
            "class A { int a = b" + " - c * d" * 10_000 + "; }",
            "class A { int a = b" + " ?? c" * 10_000 + "; }",
            "class A { bool a = " + "!" * 10_000 + "b; }",
            "class A { int a = " + "b ? c : " * 10_000 + "d; }",
            "class A { void a() { " + "b = " * 10_000 + "1; } }",
            "class A { Action a = " + "() => " * 5_000 + "b; }",
            "class A { bool a = b is " + "not " * 5_000 + "null; }",
            "class A { object a = " + "new A { b = " * 3_000 + "1" + " }" * 3_000 + "; }",
        ),
    ),
    Sample(
        "dart",
        ("a.dart",),
        (
            "{",
            "}",
            "(",
            ")",
            "'",
            "${",
            "/*",
            "=>",
            "..",
            "case",
            "é",
            "😀",
            "@",
            "??",
            "\n",
            "class A",
            "<",
            "=",
            ";",
        ),
        (
            "var a = " + "(" * 10_000 + "1" + ")" * 10_000 + ";",
            "var a = " + "f(" * 10_000 + "1" + ")" * 10_000 + ";",
            "var a = " + "[" * 10_000 + "]" * 10_000 + ";",
            "a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "}",
            "a() {" + "for (;;) " * 10_000 + "b(); }",
            "var a = b" + ".c()" * 10_000 + ";",
            "var a = b" + " - c * d" * 10_000 + ";",
            "var a = b" + " ?? c" * 10_000 + ";",
            "var a = " + "!" * 10_000 + "b;",
            "var a = " + "b ? c : " * 10_000 + "d;",
            "a() { " + "b = " * 10_000 + "1; }",
            "var a = " + "() => " * 5_000 + "b;",
            "var a = " + "'${" * 3_000 + "b" + "}'" * 3_000 + ";",
            "a() {" + "switch (b) { case 1: " * 3_000 + "}" * 3_000 + "}",
            "a(b) { if (b case " + "[" * 3_000 + "]" * 3_000 + ") {} }",
            "var a = " + "{'b': " * 3_000 + "1" + "}" * 3_000 + ";",
            "var a = " + "[if (b) " * 3_000 + "1" + "]" * 3_000 + ";",
        ),
    ),
    Sample(
        "swift",
        ("a.swift",),
        (
            "{",
            "}",
            "(",
            ")",
            '"',
            "\\(",
            "#if A",
            "/*",
            "in",
            "case",
            "é",
            "😀",
            "@",
            "??",
            "\n",
            "class A",
            "func",
            "=",
        ),
        (
            "let a = " + "(" * 10_000 + "1" + ")" * 10_000,
            "let a = " + "f(" * 10_000 + "1" + ")" * 10_000,
            "let a = " + "[" * 10_000 + "]" * 10_000,
            "func a() {" + "if b {\n" * 10_000 + "}" * 10_000 + "}",
            "func a() {" + "if b {} else " * 10_000 + "{} }",
            "class A {\n" * 10_000 + "}\n" * 10_000,
            "let a = b" + ".c()" * 10_000,
            "let a = b" + " - c * d" * 10_000,
            "let a = " + "!(b || " * 5_000 + "c" + ")" * 5_000,
            "let a = b" + " ?? c" * 10_000,
            "let a = " + "b ? c : " * 5_000 + "d",
            "let a = " + "{ " * 5_000 + "}" * 5_000,
            "let a = " + '"\\(' * 3_000 + "b" + ')"' * 3_000,
            "func a() {" + "switch b { default:\n" * 3_000 + "}" * 3_000 + "}",
        ),
    ),
)
