"""``secure-lint classify``: is this name sensitive, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import msgspec

from secure_lint.cli.output import print_text
from secure_lint.errors import UsageError
from secure_lint.sensitivity.classification import CERTAIN, Classification
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject

_STANDARD_INPUT = "-"


class Row(msgspec.Struct, frozen=True):
    """A name in JSON Lines. Rows of one ``group`` and ``entity`` are siblings."""

    attribute: str
    entity: str | None = None
    type: str | None = None
    group: str = ""


class Answer(msgspec.Struct, frozen=True):
    """One name with its classification, as JSON shows it."""

    entity: str | None
    attribute: str
    type: str | None
    data_type: str | None
    title: str
    group: str
    keeping: str | None
    score: float
    protected: bool
    reasons: tuple[dict[str, str], ...]


@click.command("classify")
@click.argument("names", nargs=-1)
@click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help="Read names from a file.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="Where the names stand; without it, names with an entity are attributes, others variables.",
)
def classify(names: tuple[str, ...], files: tuple[Path, ...], output_format: str, role: str | None) -> None:
    """Show which sensitive data a name holds, how it must be kept, and why.

    NAME is `Entity.attribute:Type`; entity and type may be missing. `-` reads names from standard input, one a line, or
    JSON Lines with "attribute", "entity", "type" and "group". Names of one entity are judged together.
    """
    rows = list(_rows(names, files))
    if not rows:
        raise UsageError("no name to classify; give NAME, --file or - for standard input")
    answers = _classify(rows, Role(role) if role else None)
    if output_format == "json":
        shown = [_answer(row, answer) for row, answer in zip(rows, answers, strict=True)]
        print_text(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode() + "\n", machine=True)
    else:
        print_text("\n".join(_paragraph(row, answer) for row, answer in zip(rows, answers, strict=True)) + "\n")


def _rows(names: Iterable[str], files: Iterable[Path]) -> Iterator[Row]:
    for name in names:
        if name == _STANDARD_INPUT:
            yield from _lines(sys.stdin.buffer.read(), "standard input")
        else:
            yield _row(name)
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise UsageError(f"cannot read {file}: {problem.strerror or problem}") from None
        yield from _lines(data, str(file))


def _lines(data: bytes, source: str) -> Iterator[Row]:
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.strip()
        if text.startswith("{"):
            try:
                yield msgspec.json.decode(text, type=Row)
            except msgspec.MsgspecError as problem:
                raise UsageError(f"{source}:{number}: {problem}") from None
        elif text and not text.startswith("#"):
            yield _row(text)


def _row(text: str) -> Row:
    """Read `Entity.attribute:Type`."""
    path, _, declared = text.partition(":")
    entity, _, attribute = path.strip().rpartition(".")
    return Row(attribute or path.strip(), entity or None, declared.strip() or None)


def _classify(rows: Sequence[Row], role: Role | None) -> list[Classification]:
    """Classify row by row, entities together; the answers are in the order of the rows."""
    from secure_lint.knowledge.bundle import load_rules  # noqa: PLC0415  (imports are the cost of start-up)

    classifier = Classifier(load_rules().taxonomy)
    entities: dict[tuple[str, str], list[int]] = {}
    answers: dict[int, Classification] = {}
    for place, row in enumerate(rows):
        if row.entity:
            entities.setdefault((row.group, row.entity), []).append(place)
        else:
            answers[place] = classifier.classify(_subject(row, role or Role.VARIABLE))
    for (_, entity), places in entities.items():
        subjects = [_subject(rows[place], role or Role.ATTRIBUTE) for place in places]
        answers.update(zip(places, classifier.classify_entity(entity, subjects).attributes, strict=True))
    return [answers[place] for place in range(len(rows))]


def _subject(row: Row, role: Role) -> Subject:
    return Subject(row.attribute, role, row.type or None, row.entity)


def _answer(row: Row, answer: Classification) -> Answer:
    return Answer(
        entity=row.entity,
        attribute=row.attribute,
        type=row.type,
        data_type=answer.data_type,
        title=answer.title,
        group=answer.group,
        keeping=answer.keeping.value if answer.keeping else None,
        score=answer.score,
        protected=answer.protected,
        reasons=tuple({"kind": reason.kind, "detail": reason.detail} for reason in answer.reasons),
    )


def _paragraph(row: Row, answer: Classification) -> str:
    name = f"{row.entity}.{row.attribute}" if row.entity else row.attribute
    heading = f"{name}: {row.type}" if row.type else name
    if answer.data_type and answer.keeping:
        certainty = "certain" if answer.score >= CERTAIN else "probable"
        verdict = f"{answer.title} ({answer.data_type}), keep: {answer.keeping.value}, {certainty} {answer.score:.2f}"
    elif answer.protected:
        verdict = f"not sensitive: a protected form of {answer.title.lower()}"
    else:
        verdict = "not sensitive"
    return "\n".join([heading, f"  {verdict}", *(f"  - {reason.detail}" for reason in answer.reasons)])
