"""Which type a name means where languages have packages or not, and types that are declared in several pieces."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.link.program import Program
from secure_lint.model.facts import FileFacts
from secure_lint.text.source import SourceText

KNOWN = {
    "Session": frozenset(("swift",)),
    "Acme.Net.Session": frozenset(("csharp",)),
    "Acme.Net.Client": frozenset(("csharp",)),
    "Other.Net.Client": frozenset(("csharp",)),
    "kotlin.random.Random": frozenset(("kotlin", "java")),
    "Acme.Random": frozenset(("csharp",)),
}


def program_of(**texts: str) -> Program:
    """The program of files, named as keywords with an underscore for the dot."""
    facts = []
    for name, text in texts.items():
        path = name.replace("_", ".")
        front_end = load_front_end(front_ends()[f".{path.rpartition('.')[2]}"])
        read = front_end.read(SourceText(path, text.encode()), WantedBodies(everything=True))
        facts.append(FileFacts(path, module=read.module))
    return Program(facts, KNOWN)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("a_kt", "package com.example\nclass Session\nfun f(s: Session) {}", "com.example.Session"),
        ("a_kt", "package com.example\nfun f(s: Session) {}", "com.example.Session"),
        ("a_swift", "func f(s: Session) {}", "Session"),
        ("a_cs", "namespace App;\nclass A { void F(Session s) {} }", "Acme.Net.Session"),
        ("a_cs", "namespace App;\nclass A { void F(Client c) {} }", "Client"),
        ("a_cs", "namespace App;\nclass A { void F(Random r) {} }", "Acme.Random"),
        ("a_kt", "package com.example\nfun f(r: Random) {}", "kotlin.random.Random"),
        ("a_cs", "using Other.Net;\nnamespace App;\nclass A { void F(Client c) {} }", "Other.Net.Client"),
        ("a_cs", "namespace App;\nclass Session {}\nclass A { void F(Session s) {} }", "App.Session"),
    ],
)
def test_the_type_of_a_parameter(name: str, text: str, meant: str) -> None:
    """A modelled type is seen by its own language; one without a package not from packages."""
    program = program_of(**{name: text})
    module = program.modules[name.replace("_", ".")]
    (function,) = (one for one in module.functions if one.parameters)
    assert program.names.resolve(module, function.parameters[0].type or "") == meant


def test_a_type_of_one_platform_is_not_that_of_another() -> None:
    """The app for iOS and that for Android both have a user."""
    program = program_of(ios_swift="class User {}", android_kt="package app\nclass User\nfun f(u: User) {}")
    assert program.names.resolve(program.modules["android.kt"], "User") == "app.User"
    assert program.names.resolve(program.modules["ios.swift"], "User") == "User"


def test_an_extension_adds_to_a_type_of_the_project() -> None:
    """Its supertypes and members, wherever it stands."""
    program = program_of(
        user_swift="class User: Person { var name = 1 }",
        store_swift="extension User: Storable { var key: String { name } \n func save() {} }",
    )
    assert program.supertypes("User") == ("Person", "Storable")
    assert [one.name for one in program.method("User", "save")] == ["save"]
    owner, field = program.field("User", "key") or ("", None)
    assert (owner, field is not None and field.name) == ("User", "key")
    assert program.module_of_field["User", "key"].path == "store.swift"
    assert program.module_of_field["User", "name"].path == "user.swift"


def test_an_extension_of_a_type_outside_the_project() -> None:
    """Its functions are found by the type, and as functions that run on a value."""
    program = program_of(text_swift="extension String { func masked() -> String { self } }")
    (function,) = program.method("String", "masked")
    assert function.receiver == "String"
    assert program.free_functions(program.modules["text.swift"], "masked") == (function,)
    assert "String" not in program.types


def test_a_type_in_several_pieces() -> None:
    """Each piece may name supertypes."""
    program = program_of(
        one_cs="namespace App;\npublic partial class Page : View { }",
        two_cs="namespace App;\npublic partial class Page : IHandler { string Pin; }",
    )
    assert program.supertypes("App.Page") == ("View", "IHandler")
    assert program.field("App.Page", "Pin") is not None
