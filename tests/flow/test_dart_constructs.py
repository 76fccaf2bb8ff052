"""What the interpreter understands of Dart."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import run, written

CASES = {
    "argument": "f(SharedPreferences p, String password) { p.setString(K, password); }",
    "named argument": "f(SharedPreferences p, {required String password}) { p.setString(K, password); }",
    "awaited store": "f(String password) async { final p = await SharedPreferences.getInstance(); await p.setString(K, password); }",
    "store that is waited for by then": "f(String password) { SharedPreferences.getInstance().then((p) => p.setString(K, password)); }",
    "awaited in parentheses": "f(String password) async { await (await SharedPreferences.getInstance()).setString(K, password); }",
    "reassignment": "f(SharedPreferences p, String password) { var x = password; x = x; p.setString(K, x); }",
    "interpolation": "f(SharedPreferences p, String password) { p.setString(K, 'pw=$password ${1 + 1}'); }",
    "adjacent strings": "f(SharedPreferences p, String password) { p.setString(K, 'a' '$password'); }",
    "concatenation": "f(SharedPreferences p, String password) { var x = 'a'; x += password; p.setString(K, x); }",
    "cascade": "f(SharedPreferences p, String password) { p..setString('a', 'b')..setString(K, password); }",
    "cascade on a new object": "class Form { String? a; }\nf(SharedPreferences p, String password) { final form = Form()..a = password; p.setString(K, form.a!); }",
    "null check by a pattern": "f(SharedPreferences p, String? password) { if (password case final x?) { p.setString(K, x); } }",
    "coalescing": "f(SharedPreferences p, String? password) { p.setString(K, password ?? 'n'); }",
    "coalescing assignment": "f(SharedPreferences p, String? password) { String? x; x ??= password; p.setString(K, x!); }",
    "forced": "f(SharedPreferences p, String? password) { p.setString(K, password!); }",
    "ternary": "f(SharedPreferences p, String password, bool c) { p.setString(K, c ? password : 'n'); }",
    "switch expression": "f(SharedPreferences p, String password, int c) { p.setString(K, switch (c) { 1 => password, _ => 'n' }); }",
    "switch": "f(SharedPreferences p, String password, int c) { var x = ''; switch (c) { case 1: x = password; default: } p.setString(K, x); }",
    "object pattern": "class Form { Form(this.a); final String a; }\nf(SharedPreferences p, String password) { final Form(a: x) = Form(password); p.setString(K, x); }",
    "record": "f(SharedPreferences p, String password) { final (x, _) = (password, 1); p.setString(K, x); }",
    "element of a record": "f(SharedPreferences p, String password) { final x = (1, password); p.setString(K, x.$2); }",
    "named record": "f(SharedPreferences p, String password) { final x = (a: password, b: 1); p.setString(K, x.a); }",
    "map": "f(SharedPreferences p, String password) { final o = {'a': password}; p.setString(K, o['a']!); }",
    "map that is spread": "f(SharedPreferences p, String password) { final o = {'a': password}; final q = {...o}; p.setString(K, q['a']!); }",
    "buffer": "f(SharedPreferences p, String password) { final b = StringBuffer('a'); b.write(password); p.setString(K, b.toString()); }",
    "key of a parameter": "f(SharedPreferences p, Map<String, dynamic> json) { p.setString(K, json['password']); }",
    "map as JSON": "f(SharedPreferences p, String password) { p.setString(K, jsonEncode({'a': password})); }",
    "object as JSON of generated code": "class Login { final String password; Login(this.password); Map toJson() => _$LoginToJson(this); }\nf(SharedPreferences p, Login login) { p.setString(K, jsonEncode(login.toJson())); }",
    "object as JSON of a codec": "class Login { final String password; Login(this.password); toJson() { return {'p': password}; } }\nf(SharedPreferences p, Login login) { p.setString(K, json.encode(login.toJson())); }",
    "objects as JSON": "class Login { final String password; Login(this.password); Map toJson() => _$LoginToJson(this); }\nf(SharedPreferences p, List<Login> logins) { p.setStringList(K, logins.map((e) => jsonEncode(e.toJson())).toList()); }",
    "list with a condition": "f(SharedPreferences p, String password, bool c) { p.setStringList(K, ['a', if (c) password]); }",
    "list of a loop": "f(SharedPreferences p, List<String> passwords) { p.setStringList(K, [for (final password in passwords) password]); }",
    "loop": "f(SharedPreferences p, List<String> passwords) { for (final password in passwords) { p.setString(K, password); } }",
    "stream": "f(SharedPreferences p, Stream<String> passwords) async { await for (final password in passwords) { p.setString(K, password); } }",
    "closure": "f(SharedPreferences p, String password) { final save = () => p.setString(K, password); save(); }",
    "local function": "f(SharedPreferences p, String password) { void save(String v) { p.setString(K, v); } save(password); }",
    "callback": "load(void Function(String) done, String v) { done(v); }\nf(SharedPreferences p, String password) { load((x) { p.setString(K, x); }, password); }",
    "callback by call": "load(void Function(String)? done, String v) { done?.call(v); }\nf(SharedPreferences p, String password) { load((x) { p.setString(K, x); }, password); }",
    "map and forEach": "f(SharedPreferences p, String password) { [password].map((e) => e + 'x').forEach((e) => p.setString(K, e)); }",
    "future": "Future<String> later(String v) async => v;\nf(SharedPreferences p, String password) async { p.setString(K, await later(password)); }",
    "then": "Future<String> later(String v) async => v;\nf(SharedPreferences p, String password) { later(password).then((x) { p.setString(K, x); }); }",
    "wrapper": "put(SharedPreferences p, String k, String v) { p.setString(k, v); }\nf(SharedPreferences p, String password) { put(p, K, password); }",
    "wrapper with names": "put(SharedPreferences p, {required String v, String k = 'entry'}) { p.setString(k, v); }\nf(SharedPreferences p, String password) { put(p, v: password); }",
    "generic wrapper": "put<T>(SharedPreferences p, T v) { p.setString(K, '$v'); }\nf(SharedPreferences p, String password) { put<String>(p, password); final x = put<String>; }",
    "method": "class A { A(this.p); final SharedPreferences p; save(String v) { p.setString(K, v); }\n f(String password) { save(password); } }",
    "property": "class A { A(this.p); final SharedPreferences p; String typed = ''; read(String password) { typed = password; } save() { p.setString(K, typed); } }",
    "late store": "class A { late final SharedPreferences _p; init() async { _p = await SharedPreferences.getInstance(); } save(String password) { _p.setString(K, password); } }",
    "initialising formal": "class Form { Form({required this.a}); final String a; }\nf(SharedPreferences p, String password) { p.setString(K, Form(a: password).a); }",
    "initializer": "class Form { Form(String v) : a = v.trim(); final String a; }\nf(SharedPreferences p, String password) { p.setString(K, Form(password).a); }",
    "named constructor": "class Form { Form.of(this.a); final String a; }\nf(SharedPreferences p, String password) { p.setString(K, Form.of(password).a); }",
    "factory": "class Form { Form(this.a); factory Form.of(String v) => Form(v); final String a; }\nf(SharedPreferences p, String password) { p.setString(K, Form.of(password).a); }",
    "redirecting constructor": "class Form { Form(this.a); Form.of(String v) : this(v); final String a; }\nf(SharedPreferences p, String password) { p.setString(K, Form.of(password).a); }",
    "super parameter": "class Base { Base(this.a); final String a; }\nclass Form extends Base { Form(super.a); }\nf(SharedPreferences p, String password) { p.setString(K, Form(password).a); }",
    "generated class": "class Form with _$Form { const factory Form({required String a}) = _Form; }\nf(SharedPreferences p, String password) { p.setString(K, Form(a: password).a); }",
    "getter": "class A { A(this.password); final String password; String get text => password; }\nf(SharedPreferences p, A a) { p.setString(K, a.text); }",
    "setter": "class A { A(this.p); final SharedPreferences p; set password(String v) { p.setString(K, v); } }",
    "extension of the project's type": "class A {}\nextension Kept on A { save(SharedPreferences p, String v) { p.setString(K, v); } }\nf(A a, SharedPreferences p, String password) { a.save(p, password); }",
    "getter of an extension of the project's type": "class A { A(this.password); final String password; }\nextension Kept on A { String get kept => password; }\nf(A a, SharedPreferences p) { p.setString(K, a.kept); }",
    "extension of a library's type": "extension Kept on String { String kept() => this; }\nf(SharedPreferences p, String password) { p.setString(K, password.kept()); }",
    "extension of the store": "extension Kept on SharedPreferences { keep(String v) { setString(K, v); } }\nf(SharedPreferences p, String password) { p.keep(password); }",
    "extension type": "extension type Id(String value) {}\nf(SharedPreferences p, String password) { p.setString(K, Id(password).value); }",
    "value of an enum": "enum Keys { one('entry'); const Keys(this.name); final String name; }\nf(SharedPreferences p, String password) { p.setString(Keys.one.name, password); }",
    "constant of a type": "class Names { static const one = 'entry'; }\nf(SharedPreferences p, String password) { p.setString(Names.one, password); }",
    "interface": "abstract class Keeper { keep(String v); }\nclass Real implements Keeper { Real(this.p); final SharedPreferences p; keep(String v) { p.setString(K, v); } }\nclass A { A(this.keeper); final Keeper keeper; f(String password) { keeper.keep(password); } }",
    "mixin": "mixin Keeping { late SharedPreferences p; keep(String v) { p.setString(K, v); } }\nclass A with Keeping { f(String password) { keep(password); } }",
    "singleton": "class Keeper { Keeper._(this.p); static late Keeper instance; final SharedPreferences p; keep(String v) { p.setString(K, v); } }\nf(String password) { Keeper.instance.keep(password); }",
    "store behind a getter": "Future<SharedPreferences> get prefs async => SharedPreferences.getInstance();\nf(String password) async { (await prefs).setString(K, password); }",
    "store behind a function": "Future<SharedPreferences> store() => SharedPreferences.getInstance();\nf(String password) async { final p = await store(); p.setString(K, password); }",
}


def text_of(body: str) -> str:
    return f"import 'package:shared_preferences/shared_preferences.dart';\nconst K = 'entry';\n{body}\n"


@pytest.mark.parametrize("name", CASES)
def test_password_is_followed_to_the_store(name: str) -> None:
    """A password reaches the preferences under the key that a constant names, whatever lies between."""
    assert written(run(main_dart=text_of(CASES[name]))) == {("entry", "cred.password")}


HARMLESS = {
    "length": "f(SharedPreferences p, String password) { p.setInt(K, password.length); }",
    "comparison": "f(SharedPreferences p, String password) { p.setString(K, '${password == 'x'}'); }",
    "reassigned": "f(SharedPreferences p, String password) { var x = password; x = 'gone'; p.setString(K, x); }",
    "constant": "f(SharedPreferences p) { p.setString(K, 'password'); }",
    "presence": "f(SharedPreferences p, String? password) { p.setString(K, '${password != null}'); }",
    "other entry": "f(SharedPreferences p, String password) { final o = {'a': password, 'b': 'c'}; p.setString(K, o['b']!); }",
    "precedence": "f(SharedPreferences p, String? password, String a) { p.setString(K, password == null || a == '' ? a : 'b'); }",
    "another library's type": "class SharedPreferences { setString(String a, String b) {} }\nf(SharedPreferences p, String password) { p.setString(K, password); }",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_longer_the_password_is_not(name: str) -> None:
    """Values computed from a password that do not hold it are not sensitive."""
    assert written(run(main_dart=text_of(HARMLESS[name]))) == set()


def test_types_of_other_files() -> None:
    """All files of an app see one another."""
    keeper = text_of(
        "class Keeper { static final shared = Keeper(); keep(SharedPreferences p, String v) { p.setString(K, v); } }"
    )
    use = text_of("f(SharedPreferences p, String password) { Keeper.shared.keep(p, password); }")
    assert written(run(keeper_dart=keeper, main_dart=use)) == {("entry", "cred.password")}


def test_private_types_of_files_are_told_apart() -> None:
    """Each file may have a type of the same private name."""
    one = text_of("class _Keeper { keep(SharedPreferences p, String v) { p.setString(K, v); } }")
    other = "class _Keeper { keep(p, String v) {} }\nf(p, String password) { _Keeper().keep(p, password); }"
    assert written(run(one_dart=one, other_dart=other)) == set()


def test_a_library_under_another_name() -> None:
    """The prefix of an import leads to the library; that of the project's own files to them."""
    text = (
        "import 'package:shared_preferences/shared_preferences.dart' as sp;\nimport 'keeper.dart' as own;\n"
        "f(String password) async { final p = await sp.SharedPreferences.getInstance(); own.keep(p, password); }"
    )
    keeper = text_of("keep(SharedPreferences p, String v) { p.setString(K, v); }")
    assert written(run(keeper_dart=keeper, main_dart=text)) == {("entry", "cred.password")}


def test_a_part_knows_what_its_library_imports() -> None:
    """Parts have no imports of their own."""
    part = "part of 'main.dart';\nf(SharedPreferences p, String password) { p.setString('entry', password); }"
    assert written(run(part_dart=part)) == {("entry", "cred.password")}
