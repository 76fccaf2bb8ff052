"""What is found where an app and its server are scanned together."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import Audience, Finding

SERVER = """
from fastapi import FastAPI
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from .records import Note

app = FastAPI()


class NoteIn(BaseModel):
    headline: str{headline}
    stars: int{stars}


@app.{verb}("/api/notes")
def add(note: NoteIn, session: Session) -> None:
{code}    session.add(Note(headline=note.headline, stars=note.stars))
    session.commit()
"""

APP = """
import axios from 'axios';
import {{ TextInput }} from 'react-native';
import {{ LONGEST }} from './limits';

export function NoteScreen() {{
  const [headline, setHeadline] = useState('');
  const [stars, setStars] = useState(0);

  const save = async () => {{
    if (stars < 1 || stars > 5) {{
      Alert.alert('One to five stars');
      return;
    }}
    await axios.{verb}('/api/notes', {{ headline: {headline}, stars }});
  }};

  return <TextInput value={{headline}} maxLength={{LONGEST}} onChangeText={{setHeadline}} />;
}}
"""


def product(
    folder: Path,
    *,
    headline: str = "",
    stars: str = "",
    code: str = "",
    verb: str = "post",
    sends: str = "headline",
    sent_by: str = "post",
) -> list[Path]:
    """An app and a server, in two folders."""
    files = {
        "server/main.py": SERVER.format(headline=headline, stars=stars, code=code, verb=verb),
        "app/NoteScreen.jsx": APP.format(headline=sends, verb=sent_by),
        "app/limits.js": "export const LONGEST = 80;\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return [folder / "app", folder / "server"]


def found(roots: list[Path]) -> list[Finding]:
    """The findings about both sides, those for auditors included."""
    configuration = Configuration(select=("SL65",), audience=Audience.AUDITOR, cache=False)
    return list(scan(roots, configuration).findings)


def _name(finding: Finding) -> str:
    return next(part for part in finding.message.split("`")[1::2] if part.isidentifier())


def codes(roots: list[Path]) -> set[tuple[str, str]]:
    """Codes and fields of the findings."""
    return {(one.code, _name(one)) for one in found(roots)}


def test_two_folders_are_one_product(tmp_path: Path) -> None:
    assert codes(product(tmp_path)) == {("SL650", "headline"), ("SL650", "stars")}


def test_one_side_alone_says_nothing(tmp_path: Path) -> None:
    app, server = product(tmp_path)
    assert codes([app]) == set()
    assert codes([server]) == set()


def test_the_finding_stands_at_the_server_and_shows_the_app(tmp_path: Path) -> None:
    finding = next(one for one in found(product(tmp_path)) if "headline" in one.message)
    assert finding.location.path == "server/main.py"
    assert "at most 80 characters" in finding.message
    assert "POST /api/notes" in finding.message
    related = [step.location.path for step in finding.related]
    assert related == ["app/NoteScreen.jsx", "app/NoteScreen.jsx", "server/main.py"]
    assert finding.fix.endswith("Here: Field(max_length=80)")


def test_a_weaker_limit_is_another_finding(tmp_path: Path) -> None:
    roots = product(tmp_path, headline=" = Field(max_length=200)", stars=" = Field(ge=1, le=5)")
    assert codes(roots) == {("SL651", "headline")}


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": " = Field(max_length=80)", "stars": " = Field(ge=1, le=5)"},
        {"headline": " = Field(max_length=40)", "stars": " = Field(ge=2, le=4)"},
        {"code": "    if len(note.headline) > 80 or note.stars > 5:\n        raise ValueError\n"},
        {"code": "    validate_note(note)\n"},
        {"verb": "put"},
    ],
)
def test_what_is_limited_or_unknown_is_left_alone(tmp_path: Path, changes: dict[str, str]) -> None:
    assert codes(product(tmp_path, **changes)) == set()


def test_what_is_sent_in_another_form_cannot_be_compared(tmp_path: Path) -> None:
    roots = product(tmp_path, sends="CryptoJS.SHA256(headline).toString()")
    text = (roots[0] / "NoteScreen.jsx").read_text()
    (roots[0] / "NoteScreen.jsx").write_text("import CryptoJS from 'crypto-js';\n" + text)
    assert codes(roots) == {("SL650", "stars")}


def test_a_number_that_is_always_the_same(tmp_path: Path) -> None:
    roots = product(tmp_path)
    screen = roots[0] / "NoteScreen.jsx"
    screen.write_text("import axios from 'axios';\naxios.post('/api/notes', { headline: 'x', quantity: 1 });\n")
    server = roots[1] / "main.py"
    server.write_text(server.read_text().replace("stars", "quantity"))
    assert codes(roots) == {("SL652", "quantity")}


def test_the_class_of_fields_may_be_handed_on_by_the_package_around_it(tmp_path: Path) -> None:
    roots = product(tmp_path)
    server = roots[1] / "main.py"
    text = server.read_text()
    start = text.index("class NoteIn")
    end = text.index("@app.post")
    (roots[1] / "schemas").mkdir()
    (roots[1] / "schemas" / "__init__.py").write_text("from .note import NoteIn\n")
    (roots[1] / "schemas" / "note.py").write_text(f"from pydantic import BaseModel\n\n\n{text[start:end]}")
    head = text[:start].replace("from .records", "from . import schemas\nfrom .records")
    server.write_text(head + text[end:].replace("note: NoteIn", "note: schemas.NoteIn"))
    assert codes(roots) == {("SL650", "headline"), ("SL650", "stars")}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("if (!MOODS.includes(mood)) return res.status(400).end();", set()),
        ("if (!/^[a-z]+$/.test(mood)) return res.status(400).end();", set()),
        ("if (mood.length > 12) return res.status(400).end();", set()),
        ("check(mood);", set()),
        ("if (!mood) return res.status(400).end();", {("SL650", "mood")}),
        ("if (await prisma.mood.findFirst({ where: { mood } })) return res.end();", {("SL650", "mood")}),
    ],
)
def test_what_a_handler_asks_about_a_field_that_it_takes_by_hand(
    tmp_path: Path, code: str, expected: set[tuple[str, str]]
) -> None:
    files = {
        "server/app.js": f"""
const express = require('express');
const {{ PrismaClient }} = require('@prisma/client');

const prisma = new PrismaClient();
const app = express();

app.post('/api/moods', async (req, res) => {{
  const {{ mood }} = req.body;
  {code}
  res.json(await prisma.mood.create({{ data: {{ mood }} }}));
}});
""",
        "app/Mood.jsx": """
import axios from 'axios';
import { TextInput } from 'react-native';

export function Mood() {
  const [mood, setMood] = useState('');
  const save = () => axios.post('/api/moods', { mood });
  return <TextInput value={mood} maxLength={12} onChangeText={setMood} onBlur={save} />;
}
""",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert codes([tmp_path / "app", tmp_path / "server"]) == expected
