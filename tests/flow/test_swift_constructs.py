"""What the interpreter understands of Swift."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import run, written

CASES = {
    "argument": "func f(password: String) { D.set(password, forKey: K) }",
    "labelled argument": "func f(with password: String) { D.set(password, forKey: K) }",
    "reassignment": "func f(password: String) { var x = password; x = x; D.set(x, forKey: K) }",
    "interpolation": 'func f(password: String) { D.set("pw=\\(password)", forKey: K) }',
    "concatenation": 'func f(password: String) { var x = "a"; x += password; D.set(x, forKey: K) }',
    "if let": "func f(password: String?) { if let x = password { D.set(x, forKey: K) } }",
    "if let without a value": "func f(password: String?) { if let password { D.set(password, forKey: K) } }",
    "guard let": "func f(password: String?) { guard let x = password else { return }; D.set(x, forKey: K) }",
    "coalescing": 'func f(password: String?) { D.set(password ?? "n", forKey: K) }',
    "forced": "func f(password: String?) { D.set(password!, forKey: K) }",
    "ternary": 'func f(password: String, c: Bool) { D.set(c ? password : "n", forKey: K) }',
    "value of an if": 'func f(password: String, c: Bool) { let x = if c { password } else { "n" }; D.set(x, forKey: K) }',
    "switch": 'func f(password: String, c: Kind) { var x = ""; switch c { case .a: x = password; default: break }; D.set(x, forKey: K) }',
    "payload of a case": "enum R { case ok(String); case no }\nfunc f(r: R) { switch r { case .ok(let password): D.set(password, forKey: K); case .no: break } }",
    "if case": "func f(r: R) { if case .ok(let password) = r { D.set(password, forKey: K) } }",
    "payload by its name": "enum R { case ok(password: String); case no }\nfunc f(r: R) { switch r { case .ok(let password): D.set(password, forKey: K); case .no: break } }",
    "if case let": "enum R { case ok(password: String); case no }\nfunc f(r: R) { if case let .ok(password) = r { D.set(password, forKey: K) } }",
    "closure that answers": "func put(_ made: () -> String) { D.set(made(), forKey: K) }\nfunc f(password: String) { put { password } }",
    "value where a closure is meant": "func put(_ made: @autoclosure () -> String) { D.set(made(), forKey: K) }\nfunc f(password: String) { put(password) }",
    "key of a parameter": 'func f(json: [String: Any]) { D.set(json["password"], forKey: K) }',
    "do and catch": 'func f(password: String) { var x = ""; do { x = password; try g() } catch { h() }; D.set(x, forKey: K) }',
    "defer": 'func f(password: String) { var x = ""; defer { D.set(x, forKey: K) }; x = password }',
    "loop": "func f(passwords: [String]) { for password in passwords { D.set(password, forKey: K) } }",
    "tuple": "func f(password: String) { let (x, _) = (password, 1); D.set(x, forKey: K) }",
    "dictionary": 'func f(password: String) { let o = ["a": password]; D.set(o["a"], forKey: K) }',
    "closure": "func f(password: String) { let save = { D.set(password, forKey: K) }; save() }",
    "trailing closure": "func load(_ done: (String) -> Void, _ v: String) { done(v) }\nfunc f(password: String) { load({ x in D.set(x, forKey: K) }, password) }",
    "map": 'func f(password: String) { [password].map { $0 + "x" }.forEach { D.set($0, forKey: K) } }',
    "dispatch": "func f(password: String) { DispatchQueue.main.async { [weak self] in D.set(password, forKey: K) } }",
    "task": "func f(password: String) { Task { D.set(await later(password), forKey: K) } }\nfunc later(_ v: String) async -> String { v }",
    "wrapper": "func put(_ k: String, _ v: String) { D.set(v, forKey: k) }\nfunc f(password: String) { put(K, password) }",
    "wrapper with labels": "func put(value v: String, for k: String) { D.set(v, forKey: k) }\nfunc f(password: String) { put(value: password, for: K) }",
    "method": "class A { func save(_ v: String) { D.set(v, forKey: K) }\n func f(password: String) { save(password) } }",
    "property": 'class A { var typed = ""\n func read(password: String) { typed = password }\n func save() { D.set(typed, forKey: K) } }',
    "implicit constructor": "struct Form { let a: String }\nfunc f(password: String) { let d = Form(a: password); D.set(d.a, forKey: K) }",
    "constructor": "class Form { let a: String\n init(_ v: String) { a = v } }\nfunc f(password: String) { D.set(Form(password).a, forKey: K) }",
    "computed property": "struct A { let password: String\n var text: String { password } }\nfunc f(a: A) { D.set(a.text, forKey: K) }",
    "observer": 'class A { var password = "" { didSet { D.set(password, forKey: K) } } }',
    "setter": 'class A { var password: String { get { "" } set { D.set(newValue, forKey: K) } } }',
    "extension of the project's type": "class A {}\nextension A { func save(_ v: String) { D.set(v, forKey: K) } }\nfunc f(a: A, password: String) { a.save(password) }",
    "extension of a library's type": "extension String { func kept() -> String { self } }\nfunc f(password: String) { D.set(password.kept(), forKey: K) }",
    "extension of the store": "extension UserDefaults { func keep(_ v: String) { set(v, forKey: K) } }\nfunc f(password: String) { D.keep(password) }",
    "raw value of an entry": 'enum Keys: String { case one = "entry" }\nfunc f(password: String) { D.set(password, forKey: Keys.one.rawValue) }',
    "constant of a type": 'enum Names { static let one = "entry" }\nfunc f(password: String) { D.set(password, forKey: Names.one) }',
    "protocol": "protocol Keeper { func keep(_ v: String) }\nclass Real: Keeper { func keep(_ v: String) { D.set(v, forKey: K) } }\nclass A { let keeper: Keeper\n init(keeper: Keeper) { self.keeper = keeper }\n func f(password: String) { keeper.keep(password) } }",
    "nested type": "class A { struct Inner { let a: String }\n func f(password: String) { D.set(Inner(a: password).a, forKey: K) } }",
}


def text_of(body: str) -> str:
    return 'import Foundation\nlet K = "entry"\n' + body.replace("D.", "UserDefaults.standard.")


@pytest.mark.parametrize("name", CASES)
def test_password_is_followed_to_the_store(name: str) -> None:
    """A password reaches the defaults under the key that a constant names, whatever lies between."""
    assert written(run(Main_swift=text_of(CASES[name]))) == {("entry", "cred.password")}


HARMLESS = {
    "length": "func f(password: String) { D.set(password.count, forKey: K) }",
    "comparison": 'func f(password: String) { D.set(password == "x", forKey: K) }',
    "reassigned": 'func f(password: String) { var x = password; x = "gone"; D.set(x, forKey: K) }',
    "constant": 'func f() { D.set("password", forKey: K) }',
    "presence": "func f(password: String?) { D.set(password != nil, forKey: K) }",
    "other entry": 'func f(password: String) { let o = ["a": password, "b": "c"]; D.set(o["b"], forKey: K) }',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_longer_the_password_is_not(name: str) -> None:
    """Values computed from a password that do not hold it are not sensitive."""
    assert written(run(Main_swift=text_of(HARMLESS[name]))) == set()


def test_types_of_other_files() -> None:
    """All files of an app see one another."""
    keeper = 'import Foundation\nclass Keeper { static let shared = Keeper()\n func keep(_ v: String) { UserDefaults.standard.set(v, forKey: "entry") } }'
    use = "func f(password: String) { Keeper.shared.keep(password) }"
    assert written(run(Keeper_swift=keeper, Main_swift=use)) == {("entry", "cred.password")}
