"""What is set of the records of a server, and what is known of the values that a request brings."""

from __future__ import annotations

import pytest

from secure_lint.flow.values.known import single_text
from secure_lint.flow.values.value import Taint, all_taints
from tests.flow.programs import events_of, run

MODELS = """
from django.db import models


class Order(models.Model):
    note = models.TextField()
"""

SETS = [
    "def save(request, key):\n    order = Order()\n    order.note = request.POST['note']\n",
    "def save(request, key):\n    Order(note=request.POST['note'])\n",
]


def sent(taints: tuple[Taint, ...]) -> list[Taint]:
    return [one for one in taints if one.label.name == "request"]


@pytest.mark.parametrize("code", SETS)
def test_a_member_that_is_set_is_reported(code: str) -> None:
    found = events_of(run(**{"shop.py": f"{MODELS}\n\n{code}"}), "server.set")
    names = {single_text(one.name) for one in found if sent(all_taints(one.value))}
    assert names == {"note"}


def test_a_member_of_something_else_is_not() -> None:
    code = (
        "class Form:\n    note = ''\n\n\ndef save(request):\n    form = Form()\n    form.note = request.POST['note']\n"
    )
    assert not events_of(run(**{"shop.py": code}), "server.set")


API = """
from fastapi import FastAPI
from pydantic import BaseModel{imports}

app = FastAPI()


class Sent(BaseModel{keywords}):
    name: str
{settings}

@app.post("/")
def save(sent: Sent, count: int, text: str):
    print(sent)
    print(count)
    print(text)
"""

OPENED = [
    {"keywords": ", extra='allow'", "settings": "", "imports": ""},
    {"keywords": "", "settings": "    model_config = ConfigDict(extra='allow')\n", "imports": ", ConfigDict"},
    {"keywords": "", "settings": "\n    class Config:\n        extra = 'allow'\n", "imports": ""},
]


def protections(code: str) -> list[tuple[str, ...]]:
    found = sorted(events_of(run(**{"api.py": code}), "log"), key=lambda one: one.location)
    return [tuple(mark.kind for mark in sent(all_taints(one.value))[0].protections) for one in found]


def test_what_a_request_is_checked_against() -> None:
    closed = API.format(keywords="", settings="", imports="")
    assert protections(closed) == [("validated",), ("typed",), ()]


@pytest.mark.parametrize("parts", OPENED)
def test_a_schema_that_lets_everything_pass_checks_nothing(parts: dict[str, str]) -> None:
    assert protections(API.format(**parts))[0] == ()


CHECKED = {
    "an amount that is compared": ("    if int(note) > 9:\n        return None\n", True),
    "a member that is there": ("    if 'note' not in request.POST:\n        return None\n", False),
    "a record that is the caller's": ("    if order.note == 'closed':\n        return None\n", False),
}


@pytest.mark.parametrize("name", CHECKED)
def test_which_conditions_check_the_input(name: str) -> None:
    condition, checks = CHECKED[name]
    taken = "    note = request.POST['note']\n    order = Order.objects.get(pk=key)\n"
    code = f"def save(request, key):\n{taken}{condition}    order.note = note\n"
    (found,) = events_of(run(**{"shop.py": f"{MODELS}\n\n{code}"}), "server.set")
    assert ("input-check" in found.guards) is checks
