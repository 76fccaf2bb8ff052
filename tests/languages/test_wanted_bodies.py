"""Which bodies are lowered: those that are wanted, with all closures in them."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import WantedBodies, load_front_end
from secure_lint.model.printing import print_module
from secure_lint.text.source import SourceText

FILLER = "work(); "
CASES = {
    "java": (
        "A.java",
        "class A {{ void f() {{ marked(); run(() -> {{ {0}inner(); }}); }} void g() {{ {0}other(); }} }}",
    ),
    "kotlin": ("A.kt", "fun f() {{ marked(); run {{ {0}inner() }} }}\nfun g() {{ {0}other() }}"),
    "javascript": (
        "a.ts",
        "function f() {{ marked(); run(() => {{ {0}inner(); }}); }}\nfunction g() {{ {0}other(); }}",
    ),
    "dart": (
        "a.dart",
        "void f() {{ marked(); run(() {{ {0}inner(); }}); }}\nvoid g() {{ {0}other(); }}",
    ),
    "swift": ("a.swift", "func f() {{ marked(); run {{ {0}inner() }} }}\nfunc g() {{ {0}other() }}"),
    "objc": (
        "A.m",
        "@implementation A\n- (void)f {{ marked(); run(^{{ {0}inner(); }}); }}\n- (void)g {{ {0}other(); }}\n@end",
    ),
    "csharp": (
        "A.cs",
        "class A {{ void F() {{ marked(); run(() => {{ {0}inner(); }}); }} void G() {{ {0}other(); }} }}",
    ),
}


@pytest.mark.parametrize("language", CASES)
def test_a_wanted_body_has_its_closures(language: str) -> None:
    """Wherever in the body the place is that asks for it; other bodies wait."""
    name, template = CASES[language]
    text = template.format(FILLER * 80)
    source = SourceText(name, text.encode())
    module = load_front_end(language).read(source, WantedBodies((text.index("marked"),))).module
    printed = print_module(module)
    assert "inner()" in printed
    assert "other()" not in printed
