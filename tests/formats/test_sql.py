"""Tests of the readers of SQL and SQLDelight files."""

from __future__ import annotations

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import expressions as exp

from secure_lint.formats.ddl import DdlTable, read_ddl
from secure_lint.formats.sql import read_sql, read_sqldelight
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at


def columns(table: DdlTable) -> list[tuple[str, str | None]]:
    """Name and type of all columns."""
    return [(column.name, column.type) for column in table.columns]


def test_sqlite_table() -> None:
    text = """
CREATE TABLE IF NOT EXISTS main."patient record" (
  _id INTEGER PRIMARY KEY AUTOINCREMENT,
  [full name] TEXT NOT NULL DEFAULT 'a, b (c)',
  `iban` VARCHAR(34) COLLATE NOCASE, -- bank account
  /* home address */
  "street ""x"" y" TEXT,
  key TEXT, value BLOB, "check" INTEGER,
  weight DECIMAL(10, 2) CHECK (weight > 0),
  bare,
  total INTEGER GENERATED ALWAYS AS (weight * 2) STORED,
  CONSTRAINT one UNIQUE (iban), PRIMARY KEY (_id), FOREIGN KEY (key) REFERENCES other(id), CHECK (key <> '')
) WITHOUT ROWID;
"""
    (table,) = read_ddl(text)
    assert table.name == "patient record" == text[table.start : table.end]
    assert columns(table) == [
        ("_id", "INTEGER"),
        ("full name", "TEXT"),
        ("iban", "VARCHAR(34)"),
        ('street "x" y', "TEXT"),
        ("key", "TEXT"),
        ("value", "BLOB"),
        ("check", "INTEGER"),
        ("weight", "DECIMAL(10, 2)"),
        ("bare", None),
        ("total", "INTEGER"),
    ]
    assert table.columns[0].constraints == "PRIMARY KEY AUTOINCREMENT"
    assert table.columns[2].comment == "bank account"
    assert table.columns[3].comment == "home address"
    for column in table.columns:
        assert text[column.start : column.end].replace('""', '"') == column.name


def test_other_statements_and_strings_are_skipped() -> None:
    text = """
-- CREATE TABLE gone (a TEXT);
INSERT INTO log VALUES ('CREATE TABLE gone (a TEXT)');
CREATE INDEX i ON t (a);
CREATE TABLE copy AS SELECT * FROM t;
CREATE VIEW v AS SELECT 1;
create temp table kept (a text)
"""
    assert [(table.name, columns(table)) for table in read_ddl(text)] == [("kept", [("a", "text")])]


def test_virtual_tables() -> None:
    text = 'CREATE VIRTUAL TABLE notes_fts USING fts4(title, body TEXT, tokenize=unicode61, content="notes")'
    (table,) = read_ddl(text)
    assert table.module == "fts4"
    assert columns(table) == [("title", None), ("body", "TEXT")]


def test_added_columns() -> None:
    text = """ALTER TABLE person ADD COLUMN ssn TEXT NOT NULL DEFAULT ''; ALTER TABLE person ADD phone TEXT;
ALTER TABLE a RENAME TO b"""
    tables = read_ddl(text)
    assert [(table.name, columns(table), table.added) for table in tables] == [
        ("person", [("ssn", "TEXT")], True),
        ("person", [("phone", "TEXT")], True),
    ]


def test_mysql_keys_are_no_columns() -> None:
    (table,) = read_ddl("CREATE TABLE t (id INT, `key` VARCHAR(9), KEY idx_k (id), UNIQUE KEY u (id), key VARCHAR(9))")
    assert [column.name for column in table.columns] == ["id", "key", "key"]


@pytest.mark.parametrize(
    "text", ["CREATE TABLE", "CREATE TABLE t", "CREATE TABLE (a)", "ALTER TABLE t ADD", "CREATE", "CREATE TABLE ''(a)"]
)
def test_incomplete_statements(text: str) -> None:
    assert read_ddl(text) == ()


def test_an_open_statement_keeps_its_columns() -> None:
    (table,) = read_ddl("CREATE TABLE users (email TEXT, token TEXT")
    assert [column.name for column in table.columns] == ["email", "token"]


def test_sqldelight_file() -> None:
    text = """import com.example.clinic.BloodGroup;
import kotlin.collections.List;

CREATE TABLE patient (
  id INTEGER AS Long NOT NULL PRIMARY KEY,
  name TEXT NOT NULL, -- secure-lint: ignore[SL401] -- pseudonym
  allergies TEXT AS List<Map<String, Int>> NOT NULL,
  blood_group TEXT AS BloodGroup
);

selectAll:
SELECT * FROM patient;

insert:
INSERT INTO patient(name) VALUES (?);
"""
    source = SourceText("Patient.sq", text.encode())
    read = read_sqldelight(source)
    (entity,) = read.entities
    assert (entity.name, entity.engine, entity.declared_by) == ("patient", "sqldelight", "ddl")
    assert [(attribute.name, attribute.converter) for attribute in entity.attributes] == [
        ("id", "Long"),
        ("name", None),
        ("allergies", "List<Map<String, Int>>"),
        ("blood_group", "BloodGroup"),
    ]
    assert entity.attributes[3].location.span.start_line == 8
    assert [comment.text for comment in read.comments] == ["secure-lint: ignore[SL401] -- pseudonym"]
    assert_spans_inside(source, read)


NAMES = st.from_regex(r"[a-z][a-z_0-9]{0,9}", fullmatch=True).filter(
    lambda name: name not in {"as", "key", "check", "unique", "primary", "foreign", "constraint", "like", "index"}
)
TYPES = st.sampled_from(["TEXT", "INTEGER", "REAL", "BLOB", "VARCHAR(20)", "DECIMAL(10, 2)"])
CONSTRAINTS = st.sampled_from(["", " NOT NULL", " PRIMARY KEY", " DEFAULT 'x, y'", " UNIQUE", " CHECK (1 > 0)"])


@given(st.lists(st.tuples(NAMES, TYPES, CONSTRAINTS), min_size=1, max_size=6, unique_by=lambda column: column[0]))
def test_agrees_with_sqlglot(parts: list[tuple[str, str, str]]) -> None:
    text = 'CREATE TABLE "t é" (\n' + ",\n".join(f'"{name}" {kind}{rest}' for name, kind, rest in parts) + ")"
    parsed = sqlglot.parse_one(text, dialect="sqlite")
    expected = [column.name for column in parsed.find_all(exp.ColumnDef)]
    source = SourceText("schema.sql", text.encode())
    (entity,) = read_sql(source).entities
    assert entity.name == "t é"
    assert [attribute.name for attribute in entity.attributes] == expected
    assert [attribute.type for attribute in entity.attributes] == [kind for _, kind, _ in parts]
    for attribute in entity.attributes:
        assert text_at(source.text, attribute.location.span) == attribute.name


FRAGMENTS = ["CREATE ", "TABLE ", "t ", "(", ")", "a ", ",", "'", '"', "`", "[", "]", "--", "\n", "/*", "AS ", "<"]


@given(st.lists(st.sampled_from(FRAGMENTS)))
def test_any_text_is_read(parts: list[str]) -> None:
    source = SourceText("a.sql", "".join(parts).encode())
    assert_spans_inside(source, read_sql(source))


@pytest.mark.parametrize("text", ["CREATE TABLE a (", "CREATE TABLE a ", "'", "CREATE ", "ALTER TABLE a ADD b ", "/*"])
def test_repeated_fragments_take_linear_time(text: str) -> None:
    assert len(read_ddl(text * 30_000)) <= 30_000
