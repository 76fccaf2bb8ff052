"""``secure-lint classify``: is this name sensitive, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from secure_lint.cli.output import print_text
from secure_lint.errors import UsageError
from secure_lint.sensitivity.classification import CERTAIN, Classification
from secure_lint.sensitivity.subject import Role, Subject

if TYPE_CHECKING:
    from secure_lint.sensitivity.classifier import Classifier

_STANDARD_INPUT = "-"


class Row(msgspec.Struct, frozen=True):
    """A name in JSON Lines. Rows of one ``group`` and ``entity`` are siblings."""

    attribute: str
    entity: str | None = None
    type: str | None = None
    group: str = ""
    role: Role | None = None
    annotations: tuple[str, ...] = ()
    comment: str | None = None
    literal: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """One name with its classification, as JSON shows it.

    ``record`` is the class of the record as a whole, which the attributes without a class of their own share; it is
    given once, with the first attribute of its entity.
    """

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
    record: Answer | None = None


class _Judged(msgspec.Struct, frozen=True):
    """The classification of a row; of the first row of an entity also that of its record."""

    row: Row
    said: Classification
    record: Classification | None = None


@click.command("classify")
@click.argument("names", nargs=-1)
@click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help="Read names from a file.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="Where the names stand; without it, names with an entity are attributes, others variables.",
)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
def classify(
    names: tuple[str, ...], files: tuple[Path, ...], output_format: str, role: str | None, config: Path | None
) -> None:
    """Show which sensitive data a name holds, how it must be kept, and why.

    NAME is `Entity.attribute:Type`; entity and type may be missing. `-` reads names from standard input, one a line, or
    JSON Lines with "attribute", "entity", "type", "group", "role", "annotations", "comment" and "literal". Names of one
    entity are judged together. The project's own words about its data, in the configuration, count.
    """
    rows = list(_rows(names, files))
    if not rows:
        raise UsageError("no name to classify; give NAME, --file or - for standard input")
    judged = _classify(_classifier(config), rows, Role(role) if role else None)
    if output_format == "json":
        shown = [_answer(one.row, one.said, one.record) for one in judged]
        print_text(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode() + "\n", machine=True)
    else:
        print_text("\n".join(paragraph for one in judged for paragraph in _paragraphs(one)) + "\n")


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


def _classifier(config: Path | None) -> Classifier:
    """The classifier that a scan of the current folder would use."""
    # Imports are the cost of start-up.
    from secure_lint.engine.configuration_files import load_configuration  # noqa: PLC0415
    from secure_lint.engine.overrides import sensitivity_overrides  # noqa: PLC0415
    from secure_lint.knowledge.bundle import load_rules  # noqa: PLC0415
    from secure_lint.sensitivity.classifier import Classifier  # noqa: PLC0415

    configuration = load_configuration([Path.cwd()], config)
    taxonomy = load_rules().taxonomy
    return Classifier(taxonomy, sensitivity_overrides(configuration, taxonomy))


def _classify(classifier: Classifier, rows: Sequence[Row], role: Role | None) -> list[_Judged]:
    """Classify row by row, entities together; the answers are in the order of the rows."""
    entities: dict[tuple[str, str], list[int]] = {}
    judged: dict[int, _Judged] = {}
    for place, row in enumerate(rows):
        if row.entity:
            entities.setdefault((row.group, row.entity), []).append(place)
        else:
            judged[place] = _Judged(row, classifier.classify(_subject(row, role or Role.VARIABLE)))
    for (_, entity), places in entities.items():
        together = classifier.classify_entity(
            entity, [_subject(rows[place], role or Role.ATTRIBUTE) for place in places]
        )
        for place, said in zip(places, together.attributes, strict=True):
            judged[place] = _Judged(rows[place], said, together.inherited if place == places[0] else None)
    return [judged[place] for place in range(len(rows))]


def _subject(row: Row, role: Role) -> Subject:
    return Subject(
        row.attribute,
        row.role or role,
        row.type or None,
        row.entity,
        annotations=row.annotations,
        comment=row.comment,
        literal=row.literal,
    )


def _answer(row: Row, said: Classification, record: Classification | None) -> Answer:
    return Answer(
        entity=row.entity,
        attribute=row.attribute,
        type=row.type,
        data_type=said.data_type,
        title=said.title,
        group=said.group,
        keeping=said.keeping.value if said.keeping else None,
        score=said.score,
        protected=said.protected,
        reasons=tuple({"kind": reason.kind, "detail": reason.detail} for reason in said.reasons),
        record=_answer(Row("", row.entity), record, None) if record else None,
    )


def _paragraphs(judged: _Judged) -> Iterator[str]:
    row = judged.row
    if judged.record:
        yield _paragraph(f"{row.entity} (the record as a whole)", judged.record)
    name = f"{row.entity}.{row.attribute}" if row.entity else row.attribute
    yield _paragraph(f"{name}: {row.type}" if row.type else name, judged.said)


def _paragraph(heading: str, said: Classification) -> str:
    if said.data_type and said.keeping:
        certainty = "certain" if said.score >= CERTAIN else "probable"
        verdict = f"{said.title} ({said.data_type}), keep: {said.keeping.value}, {certainty} {said.score:.2f}"
    elif said.protected:
        verdict = f"not sensitive: a protected form of {said.title.lower()}"
    else:
        verdict = "not sensitive"
    return "\n".join([heading, f"  {verdict}", *(f"  - {reason.detail}" for reason in said.reasons)])
