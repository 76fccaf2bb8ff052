"""What an app sends to a server: the whole of it, and the parts that the server takes from it by name."""

from __future__ import annotations

import pytest

from secure_lint.flow.values.value import all_taints
from tests.flow.programs import events_of, run

PYTHON = "import logging\nlogger = logging.getLogger(__name__)\n"

WHOLE = {
    "a.js": [
        "router.post('/', (req, res) => { console.log(req.body) })",
        "router.post('/', (req, res) => { const { body } = req; console.log(body) })",
        "function save(req) { const sent = { ...req.body }; console.log(sent) }",
        "function save(req) { console.log(Object.assign({}, req.query)) }",
        "router.post('/', async (ctx) => { console.log(ctx.request.body) })",
        "function write(sent) { console.log(sent) }\nfunction save(req) { write(req.body) }",
    ],
    "a.ts": [
        "import { Request } from 'express'\nfunction save(r: Request) { console.log(r.body) }",
        "import express from 'express'\nfunction save(r: express.Request) { console.log(r.body) }",
    ],
    "django.py": [
        f"{PYTHON}def save(request):\n    logger.info(request.POST)\n",
        f"{PYTHON}def save(request):\n    logger.info(request.data.copy())\n",
        f"{PYTHON}import json\ndef save(request):\n    logger.info(json.loads(request.body))\n",
        f"{PYTHON}class Save:\n    def post(self, request):\n        sent = request.data\n        logger.info(sent)\n",
    ],
    "flask.py": [
        f"from flask import request\n{PYTHON}def save():\n    logger.info(request.get_json())\n",
        f"import flask\n{PYTHON}def save():\n    logger.info(flask.request.form)\n",
    ],
    "fastapi.py": [
        f"from fastapi import Request\n{PYTHON}async def save(call: Request):\n    logger.info(await call.json())\n",
    ],
}

PARTS = {
    "a.js": [
        "router.post('/', (req, res) => { console.log(req.body.name) })",
        "router.post('/', (req, res) => { const { name } = req.body; console.log(name) })",
        "function save(req, field) { console.log(req.body[field]) }",
        "function write(sent) { console.log(sent.name) }\nfunction save(req) { write(req.body) }",
        "function write(sent, name) { console.log(sent[name]) }\nfunction save(req, name) { write(req.body, name) }",
    ],
    "django.py": [
        f"{PYTHON}def save(request):\n    logger.info(request.POST['first'])\n",
        f"{PYTHON}def save(request):\n    logger.info(request.GET.get('first'))\n",
        f"{PYTHON}def save(request, field):\n    logger.info(request.data.get(field))\n",
    ],
    "flask.py": [
        f"from flask import request\n{PYTHON}def save():\n    logger.info(request.json['first'])\n",
    ],
}

OTHER = {
    "a.js": ["function show(reply) { console.log(reply.body) }", "const { body } = document\nconsole.log(body)"],
    "plain.py": [f"{PYTHON}def show(response):\n    logger.info(response.data)\n"],
}


def sent_parts(name: str, code: str) -> set[bool]:
    """Of all that an app sent and that is logged: whether it is only a part that was taken by its name."""
    labels = [taint.label for event in events_of(run(**{name: code}), "log") for taint in all_taints(event.value)]
    return {bool(label.part) for label in labels if label.kind == "origin" and label.name == "request"}


def cases(of: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, code) for name, codes in of.items() for code in codes]


@pytest.mark.parametrize(("name", "code"), cases(WHOLE))
def test_what_was_sent_is_known_as_a_whole(name: str, code: str) -> None:
    assert sent_parts(name, code) == {False}


@pytest.mark.parametrize(("name", "code"), cases(PARTS))
def test_what_was_taken_by_its_name_is_a_part(name: str, code: str) -> None:
    assert sent_parts(name, code) == {True}


@pytest.mark.parametrize(("name", "code"), cases(OTHER))
def test_other_objects_hold_nothing_that_was_sent(name: str, code: str) -> None:
    assert sent_parts(name, code) == set()


@pytest.mark.parametrize(
    "code",
    [
        "String role = body.get(key); log.info(role);",
        'log.info(body.get("role"));',
        'log.info(body.getOrDefault("role", ""));',
    ],
)
def test_entries_of_a_mapping_that_was_sent_are_sent(code: str) -> None:
    """``get`` with a key is no call of a function that was handed over."""
    controller = f"""
package app;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.*;
@RestController
class Members {{
    private static final Logger log = LoggerFactory.getLogger("members");
    @PostMapping("/role")
    void role(@RequestBody Map<String, String> body, String key) {{ {code} }}
}}
"""
    (event,) = events_of(run(**{"Members.java": controller}), "log")
    assert "request" in {one.label.name for one in all_taints(event.value) if one.label.kind == "given"}
