"""The search takes linear time: four times as much of anything hostile takes at most some six times as long."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from secure_lint.credentials.detector import Detector
from secure_lint.credentials.matching import ShapeMatcher
from secure_lint.credentials.names import NameModel
from secure_lint.credentials.shapes import Shape
from secure_lint.credentials.values import ValueModel
from secure_lint.text.source import SourceText
from tests.credentials.detecting import documents, rules

_SMALL = 6_000
"""Bytes of the smaller input; the larger one has four times as many, for which quadratic work takes sixteen times."""

_MOST_TIMES, _SPARED_SECONDS, _TRIES = 7.0, 0.03, 4

SHAPES = [shape for document in documents() for shape in document.shapes]
VALUES = ValueModel(rules().values, NameModel(rules().names).words())
DETECTOR = Detector(rules())

UNITS = [
    "password",
    "password=",
    "password = '",
    'token="',
    'a.token="hu8Jq2Lw0aXz7PfT";',
    "<a password='",
    '<item name="password" ',
    '<item name="password" value="',
    "--password=",
    "password: ",
    "key token secret ",
    "ENV password ",
    "/*",
    "// token\n",
    "(((",
    "{[(",
    "}",
    '"""',
    "'",
    "\\",
    '\\"',
    "`",
    "${",
    "$password",
    "a.b.",
    "secret(",
    "secret, ",
    'secret + "a" + ',
    '"secret" + ',
    "login(",
    "login(user, ",
    "set('token', 'v', ",
    " ",
    "\n",
    "\t\n",
    "=",
    "password\n=",
    "a://b:",
    "https://ann:hu8Jq2Lw@host/ ",
    "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxMjM0NTY3ODl9.abc ",
    "x" * 40 + " ",
    "INSERT INTO u (name, password) VALUES ('ann', 'hu8Jq2Lw0aXz');\n",
    "('https://ann:hu8Jq2Lw@host/'),",
    "@Preview fun a() {",
    "#Preview {",
    "-----BEGIN PRIVATE KEY-----",
    "if password == '",
    "const password = '",
    "password := `",
    "<password>",
    "#password=",
    "password=a&",
    "gitleaks:allow ",
    "#[cfg(test)]\nmod a {",
    "#[test]",
    "#[tokio::test]\nfn a() { ",
    'x({"server": "127.0.0.1", "password": "hu8Jq2Lw0aXz"',
    "https://a/badge?token=hu8Jq2Lw0aXz7PfThu8Jq2Lw0aXz ",
    'create_keychain(password: "hu8Jq2Lw0aXz")\n',
    "# password: hu8Jq2Lw0aXz\n",
    "key = {1, ",
    "key = 1, ",
    "secretKey = {'a', ",
    "byte[] secretKey = new byte[] {",
    'variable "password" {\n',
    'variable "password" { default = "',
    "proxy_set_header token ",
    'a = "hu8Jq2Lw0aXz7PfT"; token = a;\n',
    "token = a.b.c.d\n",
    "=a",
    "a:b:",
    "password : Foo<A.B>? ",
    "secretKeySpec(\n",
    "key.token-pass_",
    "keyboard monkeyboard ",
    "jVpwd9KeYt0q",
    'login(a, "',
    '( "',
    '@$"',
    "https://x//y",
    "f('password'); // gitleaks:allow\n",
]
PATHS = ["notes.txt", "a.js", "a.py", "a.sql", "a.cs", "a.sh", "a.rs", "a.tf", "nginx.conf", "Fastfile"]


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def grows_linearly(work: Callable[[bytes], object], unit: bytes) -> bool:
    """Whether one of a few tries shows it, so that a busy machine does not spoil the answer."""
    small, large = unit * (_SMALL // len(unit)), unit * (4 * _SMALL // len(unit))
    for _ in range(_TRIES):
        slow = seconds(lambda: work(large))
        if slow <= _MOST_TIMES * seconds(lambda: work(small)) + _SPARED_SECONDS:
            return True
    return False


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: ascii(unit)[:24])
def test_the_whole_search(path: str, unit: str) -> None:
    assert grows_linearly(lambda data: DETECTOR.find(SourceText(path, data), None, None), unit.encode())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_each_shape(shape: Shape) -> None:
    sample = "".join(shape.samples.hits[0])
    literal = shape.literals[0]
    path = shape.files[0].replace("**/", "app/").replace("*", "x") if shape.files else "app/keys.txt"
    near = (" " + " ".join(shape.near)).encode()
    only = ShapeMatcher((shape,), VALUES)
    units = [
        literal,
        literal + sample[-1],
        sample[:-1],
        sample[:-1] + "\n",
        sample[: len(sample) // 2],
        literal + " ",
        sample,
    ]
    for unit in units:

        def work(data: bytes) -> object:
            text = data + near
            return list(only.find(text, text.lower(), path))

        assert grows_linearly(work, unit.encode()), unit[:40]


def test_a_quadratic_search_would_be_noticed() -> None:
    assert not grows_linearly(lambda data: [data[at:].lower().count(b"a") for at in range(0, len(data), 2)], b"a")
