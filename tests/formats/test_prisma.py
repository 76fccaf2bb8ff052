"""Tests of the reader of Prisma schemas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats import reading
from secure_lint.formats.prisma import read_prisma
from secure_lint.formats.registry import is_document
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

SCHEMA = """generator client { provider = "prisma-client-js" }

datasource db {
  provider = "postgresql"
}

enum Role { CLERK MANAGER }

/// A person who orders.
model Customer {
  id     String  @id @default(cuid())
  role   Role    @default(CLERK) // secure-lint: ignore[SL101] -- no secret
  orders Order[] @relation("placed")
  settings Json?

  @@map("customers")
}

  model Order {
    number Int @id
    // placedBy Customer
    placedBy Customer @relation("placed", fields: [placedById], references: [id])
    placedById String @db.Uuid
    place Unsupported("point")
  }
"""


def test_models_with_the_types_of_their_fields() -> None:
    source = SourceText("prisma/schema.prisma", SCHEMA.encode())
    read = read_prisma(source)
    assert is_document(source.path)
    assert values(read) == {
        "models/Customer/id": "String",
        "models/Customer/role": "Role",
        "models/Customer/orders": "Order[]",
        "models/Customer/settings": "Json?",
        "models/Order/number": "Int",
        "models/Order/placedBy": "Customer",
        "models/Order/placedById": "String",
    }
    assert read.document is not None
    placed = next(one for one in read.document.settings if one.path.endswith("/placedBy"))
    assert (text_at(source.text, placed.span), text_at(source.text, placed.key_span)) == ("Customer", "placedBy")
    assert [comment.text for comment in read.comments] == ["secure-lint: ignore[SL101] -- no secret"]


def test_a_schema_that_breaks_off_keeps_what_it_said() -> None:
    read = read_prisma(SourceText("schema.prisma", b"model Order {\n  id Int @id\n  note Str"))
    assert values(read) == {"models/Order/id": "Int", "models/Order/note": "Str"}


def test_too_many_fields_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_SETTINGS", 2)
    read = read_prisma(SourceText("schema.prisma", SCHEMA.encode()))
    assert len(values(read)) == 2
    assert [one.partial for one in read.problems] == [True]


@given(st.text(alphabet='model Or{}\n @"/?[]', max_size=80))
def test_any_text_is_read(text: str) -> None:
    source = SourceText("schema.prisma", text.encode())
    assert_spans_inside(source, read_prisma(source))
