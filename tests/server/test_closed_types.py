"""Parameters of which each value is one of a few hold no free text."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

REPORTS = """
import enum
from typing import Annotated, Literal, Optional

from fastapi import APIRouter, Query
from sqlalchemy import text

from .database import session

router = APIRouter()
Field = Literal["wallet", "tag"]


class Order(str, enum.Enum):
    newest = "newest"
    oldest = "oldest"


@router.get("/a")
def by_alias(by: Field):
    return session.execute(text(f"SELECT {by}, count(*) FROM payments GROUP BY {by}"))


@router.get("/b")
def by_optional_alias(by: Optional[Field] = None, then: Field | None = None):
    return session.execute(text(f"SELECT {by}, {then} FROM payments"))


@router.get("/c")
def by_enumeration(order: Annotated[Order, Query()]):
    return session.execute(text(f"SELECT * FROM payments ORDER BY {order}"))


@router.get("/d")
def by_text(by: str, order: Optional[str] = None):
    return session.execute(text(f"SELECT {by} FROM payments ORDER BY {order}"))
"""


def test_literals_and_enumerations_are_no_free_text(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"reports.py": REPORTS}, "request-data-executed") == [("reports.py", 36)]


PARTS = """
import { Controller, Get, Param, ParseIntPipe, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Controller('parts')
export class PartsController {
  constructor(private readonly source: DataSource) {}

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number) {
    return this.source.query(`SELECT * FROM parts WHERE id = ${id}`);
  }

  @Get()
  all(@Query('order', new ParseIntPipe({ optional: true })) order: number, @Query('by') by: string) {
    return this.source.query(`SELECT * FROM parts WHERE row > ${order}`).then(() => this.source.query(`SELECT ${by}`));
  }
}
"""


def test_what_a_pipe_makes_of_a_parameter_is_no_free_text(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"parts.controller.ts": PARTS}, "request-data-executed") == [("parts.controller.ts", 16)]
