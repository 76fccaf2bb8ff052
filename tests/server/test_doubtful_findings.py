"""What only auditors see of servers, and what nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secure_lint.engine.configuration import CommandLineSettings, override
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import Audience

APP = """
from flask import Flask, abort, jsonify, request
from flask_login import current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class {record}(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    {owner} = db.Column(db.Integer, db.ForeignKey("user.id"))


@app.get("{path}")
@login_required
def show({parameter}):
    return jsonify(db.session.get({record}, {parameter}))
"""


def confidences(folder: Path, files: Mapping[str, str], rule: str) -> list[str]:
    """The confidences of the findings of a rule, auditors' included."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = override(
        load_configuration([folder], None), CommandLineSettings(jobs=1, cache=False, audience=Audience.AUDITOR)
    )
    return [one.confidence.value for one in scan([folder], settings).findings if one.code == rule]


def test_a_record_of_its_owner_is_one_for_developers(tmp_path: Path) -> None:
    text = APP.format(record="Order", owner="user_id", path="/orders/<int:number>", parameter="number")
    assert confidences(tmp_path, {"app.py": text}, "SL608") == ["medium"]


def test_who_made_a_record_need_not_be_the_only_one_to_have_it(tmp_path: Path) -> None:
    text = APP.format(record="Runbook", owner="creator_id", path="/runbooks/<int:number>", parameter="number")
    assert confidences(tmp_path, {"app.py": text}, "SL608") == ["low"]


def test_who_made_a_record_counts_where_others_are_asked_for_as_the_callers_own(tmp_path: Path) -> None:
    text = APP.format(record="Runbook", owner="creator_id", path="/runbooks/<int:number>", parameter="number")
    mine = """

@app.get("/runbooks/mine/<int:number>")
@login_required
def mine(number):
    return jsonify(Runbook.query.filter_by(id=number, creator_id=current_user.id).first())
"""
    assert confidences(tmp_path, {"app.py": text + mine}, "SL608") == ["medium"]


def test_whoever_was_sent_a_token_may_use_it(tmp_path: Path) -> None:
    text = APP.format(
        record="Invitation", owner="user_id", path="/join/<invitation_token>", parameter="invitation_token"
    )
    assert confidences(tmp_path, {"app.py": text}, "SL608") == []


def test_what_an_administrator_puts_into_a_record_is_for_auditors(tmp_path: Path) -> None:
    text = """
from flask import Flask, abort, request
from flask_login import current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Setting(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.post("/{path}")
@login_required
def store():
    {check}
    db.session.add(Setting(**request.get_json()))
    db.session.commit()
    return "", 204
"""
    check = "if not current_user.is_admin:\n        abort(403)"
    guarded, open_to_all = tmp_path / "guarded", tmp_path / "open"
    guarded.mkdir()
    open_to_all.mkdir()
    assert confidences(guarded, {"app.py": text.format(path="settings", check=check)}, "SL611") == ["low"]
    assert confidences(open_to_all, {"app.py": text.format(path="settings", check="pass")}, "SL611") == ["medium"]
