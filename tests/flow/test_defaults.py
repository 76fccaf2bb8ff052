"""Parameters that a call may leave out."""

from __future__ import annotations

import pytest

from tests.flow.programs import events_of, run

PYTHON = "import requests\nimport ssl\nBASE = 'http://shop.org'\n\n\n"


def constants(kind: str, **files: str) -> list[list[object]]:
    """The constants at each sink of a kind."""
    return [[one.value for one in event.value.constants] for event in events_of(run(**files), kind)]


@pytest.mark.parametrize(
    ("kind", "body", "wanted"),
    [
        ("network.url", "def f(url='http://a.org'):\n    requests.get(url)\n", "http://a.org"),
        ("network.url", "def f(url=BASE):\n    requests.get(url)\n", "http://shop.org"),
        ("tls.protocol", "def f(version=ssl.PROTOCOL_TLSv1):\n    ssl.SSLContext(version)\n", "TLSv1"),
        ("tls.verify", "def f(url, check=False):\n    requests.get(url, verify=check)\n", False),
    ],
)
def test_a_default_is_what_the_parameter_may_be(kind: str, body: str, wanted: object) -> None:
    assert [wanted] in constants(kind, main_py=PYTHON + body)


def test_a_default_in_javascript() -> None:
    text = "import axios from 'axios'\nexport function load(url = 'http://a.org') { return axios.get(url) }\n"
    assert ["http://a.org"] in constants("network.url", main_js=text)


@pytest.mark.parametrize("default", ["None", "''", "load()"])
def test_a_default_that_says_nothing_is_no_constant(default: str) -> None:
    assert constants("network.url", main_py=f"{PYTHON}def f(url={default}):\n    requests.get(url)\n") == [[]]


def test_what_a_call_hands_in_takes_the_place_of_the_default() -> None:
    body = "def get(url='http://a.org'):\n    requests.get(url)\n\n\ndef f():\n    get('https://b.org')\n"
    assert constants("network.url", main_py=PYTHON + body) == [["https://b.org"], ["http://a.org"]]


def test_a_default_is_no_part_of_a_text_that_a_caller_completes() -> None:
    body = "def get(host='http://a.org'):\n    requests.get(host + '/x')\n\n\ndef f(host):\n    get(host)\n"
    assert all("http://a.org" not in str(one) for one in constants("network.url", main_py=PYTHON + body))


def test_a_default_decides_no_condition() -> None:
    body = "def f(url, fast=False):\n    if fast:\n        requests.get('http://a.org')\n"
    assert constants("network.url", main_py=PYTHON + body) == [["http://a.org"]]
