"""Objects that are made of a class which a variable holds."""

from __future__ import annotations

from tests.flow.programs import events_of, run

MODEL = "const mongoose = require('mongoose')\nmodule.exports = mongoose.model('Note', new mongoose.Schema({}))\n"


def test_new_names_a_variable_that_holds_a_class() -> None:
    user = "const Note = require('./note')\nfunction add(req) { return new Note(req.body) }\n"
    calls = [event.call for event in events_of(run(**{"note.js": MODEL, "user.js": user}), "server.assign")]
    assert calls == ["Note"]


def test_new_names_a_class_of_the_file_first() -> None:
    user = "class Note {}\nfunction add(req) { return new Note(req.body) }\n"
    assert events_of(run(**{"note.js": MODEL, "user.js": user}), "server.assign") == []
