"""Handlers that ask whose a record is in other ways than by comparing it with the caller."""

from __future__ import annotations

from pathlib import Path

from tests.server.test_doubtful_findings import confidences

SCHEMA = """
model Account {
  id    String @id
  notes Note[]
}

model Note {
  id        String  @id
  account   Account @relation(fields: [accountId], references: [id])
  accountId String
  text      String
}
"""

APP = """
const express = require('express');
const {{ PrismaClient }} = require('@prisma/client');
const access = require('./access');

const prisma = new PrismaClient();
const app = express();

function requireLogin(req, res, next) {{
  if (!req.user) return res.status(401).end();
  next();
}}

class OpenNote {{
  constructor(id, config) {{
    this.id = id;
    this.config = config;
  }}
}}

async function openNote(id) {{
  const found = await prisma.note.findUnique({{ where: {{ id }} }});
  return new OpenNote(found.id, describe(found));
}}

app.get('/notes/:id', requireLogin, async (req, res) => {{
  {code}
}});
"""


def notes(folder: Path, code: str) -> list[str]:
    """The confidences of what is found of a handler with this code."""
    return confidences(folder, {"schema.prisma": SCHEMA, "app.js": APP.format(code=code)}, "SL608")


def test_nobody_asks_whose_it_is(tmp_path: Path) -> None:
    assert notes(tmp_path, "res.json(await prisma.note.findUnique({ where: { id: req.params.id } }));") == ["medium"]


def test_a_call_is_handed_what_was_sent_and_the_caller_and_named_for_asking(tmp_path: Path) -> None:
    code = """await access.{called}(req.params.id, req.user.id);
  res.json(await prisma.note.findUnique({{ where: {{ id: req.params.id }} }}));"""
    assert notes(tmp_path / "checks", code.format(called="checkNote")) == []
    assert notes(tmp_path / "counts", code.format(called="countVisit")) == ["medium"]


def test_the_caller_is_compared_with_the_owner_of_what_was_made_of_it(tmp_path: Path) -> None:
    code = """const note = await openNote(req.params.id);
  if (note.config.{member} !== req.user.{member}) return res.status(404).end();
  res.json(note);"""
    assert notes(tmp_path / "owner", code.format(member="accountId")) == []
    assert notes(tmp_path / "theme", code.format(member="theme")) == ["medium"]


def test_it_is_read_and_compared_before_it_is_changed(tmp_path: Path) -> None:
    code = """const id = req.params.id;
  const note = await prisma.note.findUnique({{ where: {{ id: {asked} }} }});
  if (note.accountId !== req.user.id) return res.status(404).end();
  res.json(await prisma.note.update({{ where: {{ id }}, data: {{ text: 'seen' }} }}));"""
    assert notes(tmp_path / "same", code.format(asked="id")) == []
    assert notes(tmp_path / "other", code.format(asked="latest()")) == ["medium"]


def test_a_server_with_hardly_any_guard_in_its_code_is_guarded_elsewhere(tmp_path: Path) -> None:
    pages = [f"app.get('/pages/{number}', (req, res) => res.end());" for number in range(20)]
    text = APP.format(code="res.json(await prisma.note.findUnique({ where: { id: req.params.id } }));")
    for folder, added, found in (("few", pages[:8], ["medium"]), ("many", pages, [])):
        files = {"schema.prisma": SCHEMA, "app.js": "\n".join([text, *added])}
        assert confidences(tmp_path / folder, files, "SL608") == found
