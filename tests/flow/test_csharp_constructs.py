"""What the interpreter understands of C#."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import run, written

IN_METHOD = {
    "argument": "P.Set(K, password);",
    "named argument": "P.Set(value: password, key: K);",
    "reassignment": "var x = password; x = x; P.Set(K, x);",
    "interpolation": 'P.Set(K, $"pw={password}");',
    "concatenation": 'var x = "a"; x += password; P.Set(K, x);',
    "format": 'P.Set(K, string.Format("pw={0}", password));',
    "coalescing": 'P.Set(K, password ?? "n");',
    "coalescing assignment": "string x = null; x ??= password; P.Set(K, x);",
    "null forgiving": "P.Set(K, password!);",
    "ternary": 'P.Set(K, flag ? password : "n");',
    "conditional access": "P.Set(K, password?.Trim());",
    "switch statement": 'var x = ""; switch (kind) { case 1: x = password; break; default: break; } P.Set(K, x);',
    "switch expression": 'var x = kind switch { 1 => password, _ => "" }; P.Set(K, x);',
    "pattern": "if (held is string password) { P.Set(K, password); }",
    "cast": "object x = password; P.Set(K, (string)x);",
    "as": "object x = password; P.Set(K, x as string);",
    "try": 'var x = ""; try { x = password; G(); } catch (Exception e) { H(); } finally { P.Set(K, x); }',
    "foreach": "foreach (var one in new[] { password }) { P.Set(K, one); }",
    "for": "for (var i = 0; i < 3; i++) { P.Set(K, password); }",
    "while": 'var x = ""; while (flag) { x = password; } P.Set(K, x);',
    "using": "using (var scope = Open()) { P.Set(K, password); }",
    "using declaration": "using var scope = Open(); P.Set(K, password);",
    "lock": "lock (this) { P.Set(K, password); }",
    "tuple": "var (x, _) = (password, 1); P.Set(K, x);",
    "tuple assignment": 'string x, y; (x, y) = (password, "b"); P.Set(K, x);',
    "named tuple": "var pair = (secret: password, 1); P.Set(K, pair.Item1 + pair.secret);",
    "dictionary": 'var o = new Dictionary<string, string> { ["a"] = password }; P.Set(K, o["a"]);',
    "dictionary by Add": 'var o = new Dictionary<string, string>(); o.Add("a", password); P.Set(K, o["a"]);',
    "list": "var o = new List<string> { password }; P.Set(K, o[0]);",
    "array": "var o = new[] { password }; P.Set(K, o[0]);",
    "anonymous object": "var o = new { Secret = password }; P.Set(K, o.Secret);",
    "lambda": "Action save = () => P.Set(K, password); save();",
    "lambda with a parameter": "Action<string> save = x => P.Set(K, x); save(password);",
    "delegate": "Action<string> save = delegate(string x) { P.Set(K, x); }; save(password);",
    "method group": "Action<string> save = Keep; save(password);",
    "method group of a type": "Action<string> save = Statics.Keep; save(password);",
    "local function": "void Save(string x) { P.Set(K, x); } Save(password);",
    "local function below its call": "Save(password); void Save(string x) { P.Set(K, x); }",
    "local function that sees variables": "var x = password; void Save() { P.Set(K, x); } Save();",
    "LINQ": "foreach (var one in new[] { password }.Where(x => x != null)) { P.Set(K, one); }",
    "Select": 'foreach (var one in new[] { password }.Select(x => x + "!")) { P.Set(K, one); }',
    "await": "P.Set(K, await Later(password));",
    "task": "Task.Run(() => P.Set(K, password));",
    "wrapper": "Keep(password);",
    "static wrapper": "Statics.Keep(password);",
    "extension": "password.KeepIt();",
    "expression body": "P.Set(K, Same(password));",
    "optional parameter": "KeepAt(password);",
    "constructor": "P.Set(K, new Form(password).Secret);",
    "object initialiser": "var f = new Settings { Secret = password }; P.Set(K, f.Secret);",
    "target-typed new": "Form f = new(password); P.Set(K, f.Secret);",
    "record": "P.Set(K, new Card(password).Secret);",
    "with": 'var c = new Card("x") with { Secret = password }; P.Set(K, c.Secret);',
    "property with an accessor": "var o = new Wrapped(); o.Secret = password; P.Set(K, o.Secret);",
    "setter": "new Kept { Entry = password }.ToString();",
    "interface": "keeper.Keep(password);",
    "raw string": 'P.Set(K, $"""pw={password}""");',
    "constant of a type": "P.Set(Names.Entry, password);",
    "TryParse": "if (Uri.TryParse(password, out var x)) { P.Set(K, x); }",
    "format with numbers": 'P.Set(K, string.Format("{1}{{0}}{0,5}", "a", password));',
    "build condition": """
#if DEBUG
P.Set(K, password);
#endif
""",
}

_REST = """
    void Keep(string x) { P.Set(K, x); }
    void KeepAt(string x, string key = "entry") { P.Set(key, x); }
    string Same(string x) => x;
    async Task<string> Later(string x) => x;
    private readonly IKeeper keeper;
    public A(IKeeper keeper) { this.keeper = keeper; }
}
static class Statics { public const string K = "entry"; public static void Keep(string x) { P.Set(K, x); } public static void KeepIt(this string x) { P.Set(K, x); } }
static class Names { public const string Entry = "entry"; }
class Form { public string Secret { get; } public Form(string x) { Secret = x; } }
class Settings { public string Secret { get; set; } }
record Card(string Secret);
class Wrapped { private string _secret; public string Secret { get { return _secret; } set { _secret = value; } } }
class Kept { public string Entry { set { P.Set("entry", value); } } }
interface IKeeper { void Keep(string x); }
class RealKeeper : IKeeper { public void Keep(string x) { P.Set("entry", x); } }
"""


def text_of(body: str) -> str:
    method = f'class A {{\n const string K = "entry";\n async Task F(string password, bool flag, int kind, object held) {{ {body} }}\n{_REST}'
    return "using System;\nusing Microsoft.Maui.Storage;\n" + method.replace("P.Set", "Preferences.Set")


@pytest.mark.parametrize("name", IN_METHOD)
def test_password_is_followed_to_the_store(name: str) -> None:
    """A password reaches the preferences under the key that a constant names, whatever lies between."""
    assert ("entry", "cred.password") in written(run(Main_cs=text_of(IN_METHOD[name])))


HARMLESS = {
    "length": "P.Set(K, password.Length);",
    "comparison": 'P.Set(K, password == "x");',
    "reassigned": 'var x = password; x = "gone"; P.Set(K, x);',
    "constant": 'P.Set(K, "password");',
    "presence": "P.Set(K, password != null);",
    "nameof": "P.Set(K, nameof(password));",
    "other entry": 'var o = new Dictionary<string, string> { ["a"] = password, ["b"] = "c" }; P.Set(K, o["b"]);',
    "other part of a tuple": 'string x, y; (x, y) = (password, "b"); P.Set(K, y);',
    "counted up": "var n = 1; n += 2; P.Set(K, n);",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_longer_the_password_is_not(name: str) -> None:
    """Values computed from a password that do not hold it are not sensitive."""
    assert written(run(Main_cs=text_of(HARMLESS[name]))) == set()


def test_statements_outside_types() -> None:
    """A program of statements calls its local functions above the place where they stand."""
    text = 'using Microsoft.Maui.Storage;\nvar password = Console.ReadLine();\nSave(password);\nvoid Save(string x) { Preferences.Set("entry", x); }'
    assert written(run(Main_cs=text)) == {("entry", "cred.password")}


def test_types_of_other_files() -> None:
    """Files of a namespace see one another."""
    keeper = 'namespace App;\nusing Microsoft.Maui.Storage;\nstatic class Keeper { public static void Keep(string x) { Preferences.Set("entry", x); } }'
    use = "namespace App;\nclass B { void F(string password) { Keeper.Keep(password); } }"
    assert written(run(Keeper_cs=keeper, Main_cs=use)) == {("entry", "cred.password")}


def test_names_with_their_namespace_need_no_using() -> None:
    text = (
        "namespace A { class B { void F(string password) { Microsoft.Maui.Storage.Preferences.Set(K, password); } } }"
    )
    assert written(run(Main_cs=text.replace("K", '"entry"'))) == {("entry", "cred.password")}
