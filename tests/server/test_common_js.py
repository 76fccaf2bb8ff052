"""What modules in the form of CommonJS hand out and load."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

GUARD = """
const jwt = require("jsonwebtoken");

module.exports = (req, res, next) => {
    try {
        req.user = jwt.verify(req.headers.authorization, process.env.KEY);
        next();
    } catch (error) {
        res.status(401).end();
    }
};
"""
MODELS = """
const mongoose = require("mongoose");

const note = new mongoose.Schema({ user: { type: mongoose.Schema.Types.ObjectId, ref: "User" }, text: String });
const user = new mongoose.Schema({ name: String });
module.exports = { Note: mongoose.model("Note", note), User: mongoose.model("User", user) };
"""


def test_a_member_of_a_loaded_module_is_what_it_is_there(tmp_path: Path) -> None:
    app = """
const express = require("express");
const run = require("child_process").exec;
const login = require("./login");

const app = express();
app.post("/ping", login, (req, res) => {
    run(`ping -c 1 ${req.body.host}`, (error, output) => res.send(output));
});
"""
    files = {"app.js": app, "login.js": GUARD}
    assert places_of(tmp_path, files, "request-data-executed") == [("app.js", 8)]


def test_models_that_an_exported_object_makes_are_known_where_they_are_taken_out_of_it(tmp_path: Path) -> None:
    app = """
const express = require("express");
const login = require("./login");
const { Note } = require("./models");

const app = express();
app.get("/notes/:id", login, async (req, res) => {
    res.json(await Note.findById(req.params.id));
});
app.get("/own/:id", login, async (req, res) => {
    res.json(await Note.findOne({ _id: req.params.id, user: req.user.id }));
});
"""
    files = {"app.js": app, "login.js": GUARD, "models.js": MODELS}
    assert places_of(tmp_path, files, "record-of-another-user") == [("app.js", 8)]
