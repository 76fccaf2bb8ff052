"""What the interpreter understands of JavaScript and TypeScript."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import data_types, events_of, run, written

CASES = {
    "argument": "function f(password) { S.setItem(K, password); }",
    "function by another name": "const set = S.setItem; function f(password) { set(K, password); }",
    "function taken out of an object": "const { setItem: set } = localStorage; function f(password) { set(K, password); }",
    "arrow": "const f = (password) => S.setItem(K, password);",
    "reassignment": "function f(password) { let x = password; x = x; S.setItem(K, x); }",
    "trim": "function f(password) { const x = password.trim(); S.setItem(K, x); }",
    "template": "function f(password) { S.setItem(K, `pw=${password}`); }",
    "concatenation": "function f(password) { let x = 'a'; x += password; S.setItem(K, x); }",
    "branch": "function f(password, c) { let x = 'none'; if (c) { x = password; } S.setItem(K, x); }",
    "conditional": "function f(password, c) { S.setItem(K, c ? password : 'n'); }",
    "or": "function f({ password }) { S.setItem(K, password || ''); }",
    "nullish": "function f(password) { S.setItem(K, password ?? 'n'); }",
    "loop": "function f(password) { let x = ''; for (const c of password) { x += c; } S.setItem(K, x); }",
    "switch": "function f(password, c) { let x; switch (c) { case 1: x = password; break; default: x = ''; } S.setItem(K, x); }",
    "try": "function f(password) { let x = ''; try { x = password; } finally { } S.setItem(K, x); }",
    "destructured parameter": "function f({ form: { password: x = '' } }) { S.setItem(K, x); }",
    "destructured array": "function f(password) { const [x] = [password]; S.setItem(K, x); }",
    "second place of an array": "function f(password, x) { const [a, b] = [x, password]; S.setItem(K, b); }",
    "place behind others that are left out": "function f(password, x) { const [, , c] = [x, x, password]; S.setItem(K, c); }",
    "place of an array of promises": "function f(password, x) { Promise.all([x(), password]).then(([a, b]) => S.setItem(K, b)); }",
    "record": "function f(password) { const o = { a: password }; S.setItem(K, o.a); }",
    "record by index": "function f(password) { const o = { a: password }; S.setItem(K, o['a']); }",
    "spread record": "function f(password) { const o = { a: password }; const p = { ...o, b: 1 }; S.setItem(K, p.a); }",
    "map object": "function f(password) { const m = new Map(); m.set('a', password); S.setItem(K, m.get('a')); }",
    "set object": "function f(password) { const s = new Set(); s.add(password); S.setItem(K, [...s]); }",
    "function that answers": "function put(made) { S.setItem(K, made()); }\nfunction f(password) { put(() => password); }",
    "stringified": "function f(password) { S.setItem(K, JSON.stringify({ a: password })); }",
    "optional chain": "function f(o) { S?.setItem(K, o?.password); }",
    "await": "async function f(password) { const x = await later(password); S.setItem(K, x); }\nasync function later(v) { return v; }",
    "then": "function f(api) { api.password().then((value) => S.setItem(K, value)); }",
    "promise value": "function f(password) { Promise.resolve(password).then((v) => v + '').then((w) => { S.setItem(K, w); }); }",
    "map": "function f(password) { [password].map((v) => v + 'x').forEach((w) => S.setItem(K, w)); }",
    "wrapper": "function put(k, v) { S.setItem(k, v); }\nfunction f(password) { put(K, password); }",
    "wrapper with fewer arguments": "function put(k, v, ttl) { S.setItem(k, v); }\nfunction f(password) { put(K, password); }",
    "wrapper with more arguments": "function put(k, v) { S.setItem(k, v); }\nfunction f(password) { put(K, password, () => {}); }",
    "closure": "function f(password) { const save = () => S.setItem(K, password); save(); }",
    "callback": "function load(done, v) { done(v); }\nfunction f(password) { load((value) => S.setItem(K, value), password); }",
    "function as a value": "function save(v) { S.setItem(K, v); }\nfunction load(done, v) { done(v); }\nfunction f(password) { load(save, password); }",
    "listener": "function f(button, password) { button.addEventListener('click', () => { S.setItem(K, password); }); }",
    "method": "class A { save(v) { S.setItem(K, v); } f(password) { this.save(password); } }",
    "arrow method": "class A { save = (v) => { S.setItem(K, v); }; f(password) { this.save(password); } }",
    "field": "class A { typed = ''; read(password) { this.typed = password; } save() { S.setItem(K, this.typed); } }",
    "constructor property": "class Form { constructor(public a: string) {} }\nfunction f(password) { const d = new Form(password); S.setItem(K, d.a); }",
    "injected store": "class A { constructor(private store: Keeper) {} f(password: string) { this.store.keep(password); } }\nclass Keeper { keep(v: string) { S.setItem(K, v); } }",
    "object with functions": "const keeper = { keep(v) { S.setItem(K, v); } };\nfunction f(password) { keeper.keep(password); }",
    "object that calls itself": "const keeper = { put(k, v) { S.setItem(k, v); }, keep(v) { this.put(K, v); } };\nfunction f(password) { keeper.keep(password); }",
    "component": "function Row({ label }) { S.setItem(K, label); return null; }\nfunction f(password) { return Row({ label: password }); }",
    "assigned member": "function f(password) { S.entry = password; }",
    "immediately invoked": "(function (password) { S.setItem(K, password); })(read());",
}


def store(body: str) -> str:
    return body.replace("S.", "localStorage.").replace("S?.", "localStorage?.")


@pytest.mark.parametrize("name", CASES)
def test_password_is_followed_to_the_store(name: str) -> None:
    """A password reaches local storage under the key that a constant names, whatever lies between."""
    assert written(run(main_ts=f"const K = 'entry';\n{store(CASES[name])}")) == {("entry", "cred.password")}


HARMLESS = {
    "length": "function f(password) { S.setItem(K, password.length); }",
    "comparison": "function f(password) { S.setItem(K, password === 'x'); }",
    "reassigned": "function f(password) { let x = password; x = 'gone'; S.setItem(K, x); }",
    "constant": "function f() { S.setItem(K, 'password'); }",
    "other member": "function f(password) { const o = { a: password, b: 'b' }; S.setItem(K, o.b); }",
    "other place of an array": "function f(password, x) { const [a, b] = [x, password]; S.setItem(K, a); }",
    "place of an array that is filled anew": "function f(password, x) { const a = [x, password]; a[1] = x; S.setItem(K, a[1]); }",
    "place before one that is left out": "function f(password, x) { const [a, , c] = [x, password, x]; S.setItem(K, c); }",
    "other place of an array of promises": "async function f(password, x) { const [a, b] = await Promise.all([x(), password]); S.setItem(K, a); }",
    "what comes after it": "function f(password, x) { password.then(() => x()).then((v) => S.setItem(K, v)); }",
    "other elements": "function f(passwords) { S.setItem(K, passwords.map(() => 'x')); }",
    "overwritten by a spread": "function f(password) { const o = { a: password, ...{ a: 'x' } }; S.setItem(K, o.a); }",
    "names of members": "function f(password) { for (const x in { password }) { S.setItem(K, x); } }",
    "type": "function f(password) { S.setItem(K, typeof password); }",
    "method that needs its receiver": "class A { keep(v) { S.setItem(K, v); } f(password) { keep(password); } }",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_longer_the_password_is_not(name: str) -> None:
    """Values computed from a password that do not hold it are not sensitive."""
    assert written(run(main_ts=f"const K = 'entry';\n{store(HARMLESS[name])}")) == set()


KEEPER = "const K = 'entry';\nexport function keep(v) { localStorage.setItem(K, v); }\n"
MODULES = {
    "named": (KEEPER, "import { keep } from './keeper';\nconst f = (password) => keep(password);"),
    "renamed": (KEEPER, "import { keep as put } from './keeper';\nconst f = (password) => put(password);"),
    "namespace": (KEEPER, "import * as keeper from './keeper.js';\nconst f = (password) => keeper.keep(password);"),
    "exported under another name": (
        "function keep(v) { localStorage.setItem('entry', v); }\nexport { keep as put };",
        "import { put } from './keeper';\nconst f = (password) => put(password);",
    ),
    "default function": (
        "export default function (v) { localStorage.setItem('entry', v); }",
        "import keep from './keeper';\nconst f = (password) => keep(password);",
    ),
    "default class": (
        "export default class Keeper { keep(v) { localStorage.setItem('entry', v); } }",
        "import Keeper from './keeper';\nconst f = (password) => new Keeper().keep(password);",
    ),
    "default object": (
        "export default { keep(v) { localStorage.setItem('entry', v); } };",
        "import keeper from './keeper';\nconst f = (password) => keeper.keep(password);",
    ),
    "object": (
        "export const keeper = new (class Keeper {})();\nexport const other = { keep: (v) => { localStorage.setItem('entry', v); } };",
        "import { other } from './keeper';\nconst f = (password) => other.keep(password);",
    ),
    "CommonJS properties": (
        "exports.keep = function (v) { localStorage.setItem('entry', v); };",
        "const keeper = require('./keeper');\nconst f = (password) => keeper.keep(password);",
    ),
    "CommonJS object": (
        "function keep(v) { localStorage.setItem('entry', v); }\nmodule.exports = { keep };",
        "const { keep } = require('./keeper');\nconst f = (password) => keep(password);",
    ),
    "CommonJS renamed": (
        "function keep(v) { localStorage.setItem('entry', v); }\nmodule.exports = { put: keep };",
        "const { put: save } = require('./keeper');\nconst f = (password) => save(password);",
    ),
    "CommonJS function": (
        "module.exports = (v) => { localStorage.setItem('entry', v); };",
        "const f = (password) => require('./keeper')(password);",
    ),
    "constant": (
        "export const KEYS = { entry: 'entry' };",
        "import { KEYS } from './keeper';\nconst f = (password) => localStorage.setItem(KEYS.entry, password);",
    ),
    "enum": (
        "export enum Keys { Entry = 'entry' }",
        "import { Keys } from './keeper';\nconst f = (password) => localStorage.setItem(Keys.Entry, password);",
    ),
    "alias of a folder": (KEEPER, "import { keep } from '@/keeper';\nconst f = (password) => keep(password);"),
}


@pytest.mark.parametrize("name", MODULES)
def test_password_is_followed_through_modules(name: str) -> None:
    """Whatever form the import and the export take."""
    keeper, user = MODULES[name]
    assert written(run(keeper_ts=keeper, main_ts=user)) == {("entry", "cred.password")}


def test_re_exports_are_followed() -> None:
    user = "import { keep } from './api';\nconst f = (password) => keep(password);"
    for barrel in ("export { keep } from './keeper';", "export * from './keeper';"):
        assert written(run(keeper_ts=KEEPER, api_ts=barrel, main_ts=user)) == {("entry", "cred.password")}


def digests(**files: str) -> list[object]:
    return [one.value for event in events_of(run(**files), "crypto.digest") for one in event.value.constants]


def test_constants_are_folded_across_files() -> None:
    settings = "const base = 'md';\nexport const algorithm = `${base}5`;"
    user = "import { createHash } from 'node:crypto';\nimport { algorithm } from './settings';\nexport const h = createHash(algorithm);"
    assert digests(settings_ts=settings, main_ts=user) == ["md5"]


def test_a_module_is_known_under_any_name() -> None:
    assert digests(main_js="const c = require('crypto');\nc.createHash('md5');") == ["md5"]
    assert digests(main_js="import * as c from 'crypto';\nc.createHash('md5');") == ["md5"]
    assert digests(main_js="const { createHash: h } = require('crypto');\nh('md5');") == ["md5"]
    assert digests(main_js="require('crypto').createHash('md5');") == ["md5"]
    assert digests(main_js="const crypto = new Thing();\ncrypto.createHash('md5');") == []


def test_options_are_found_wherever_they_stand() -> None:
    """In a literal, in a function that makes one, and assigned to a member; a condition is computed."""
    found = events_of(
        run(main_js="f({ a: { rejectUnauthorized: !true } });\noptions.rejectUnauthorized = false;"), "tls.verify"
    )
    assert [[one.value for one in event.value.constants] for event in found] == [[False], [False]]


def test_a_debug_guard_is_one() -> None:
    body = "function f(password) { if (__DEV__) { console.log(password); } __DEV__ && console.log(password); }"
    assert [("debug-build" in event.guards) for event in events_of(run(main_js=body), "log")] == [True, True]


def test_a_name_that_another_language_has_for_a_package_is_no_package() -> None:
    logged = events_of(run(**{"a.js": "logger.info(user.password);"}), "log")
    assert [event.call for event in logged] == ["logger.info"]


def test_an_object_that_holds_its_key_tells_which() -> None:
    """All keys are of one class, and each write has the key that it was handed."""
    keys = """
export class Key {
  static THEME = new Key('theme')
  static LOGIN = new Key('login')
  constructor(public text: string) {}
  toString() { return this.text }
}
"""
    main = """
import { Key } from './keys'
const own = { login: Key.LOGIN }
function put(key: Key, value) { localStorage.setItem(key.toString(), value) }
function f(password) { put(own.login, password) }
function g(theme) { put(Key.THEME, theme) }
"""
    assert written(run(keys_ts=keys, main_ts=main)) == {("login", "cred.password")}


@pytest.mark.parametrize("made", ["require('debug')('a')", "require('debug').debug('a')"])
def test_what_a_module_makes_may_bear_its_name(made: str) -> None:
    interpreted = run(main_js=f"const debug = {made};\nfunction f(password) {{ debug(password); }}")
    assert len(events_of(interpreted, "log")) == 1


def test_a_module_is_called_where_it_is_loaded() -> None:
    interpreted = run(main_js="function f(password) { require('fancy-log')(password); }")
    assert len(events_of(interpreted, "log")) == 1


def test_a_function_that_makes_a_message_is_asked_for_it() -> None:
    interpreted = run(main_js="const log = require('loglevel');\nfunction f(password) { log.info(() => password); }")
    (event,) = events_of(interpreted, "log")
    assert data_types(event) == {"cred.password"}


def test_a_function_that_many_hand_on_to_each_other_is_told_once() -> None:
    chain = "\n".join(f"function f{n}(made) {{ f{n - 1}(made); f{n - 1}(made); }}" for n in range(1, 60))
    interpreted = run(main_js=f"function f0(made) {{ made(1); }}\n{chain}")
    assert {len(one.parameter_calls) for one in interpreted.summaries.values()} == {1}
