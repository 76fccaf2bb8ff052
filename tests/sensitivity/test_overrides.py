"""What a project says itself about its data."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.data_type import DataType, ValueKind
from secure_lint.sensitivity.overrides import Overrides, OwnKeeping, OwnTerms, SensitivePath
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.sensitivity.taxonomy import Taxonomy


def _own_type() -> DataType:
    values = frozenset({ValueKind.TEXT})
    return DataType("member_card", "Member card", "identity", Keeping.ENCRYPT, (), (), (), (), (), values, ())


def test_own_terms_and_types(taxonomy: Taxonomy) -> None:
    own = Overrides(types=(_own_type(),), terms=(OwnTerms("member_card", ("zebra card no", "club badge")),))
    classifier = Classifier(taxonomy, own)
    assert classifier.classify(Subject("zebraCardNo", type="String")).data_type == "member_card"
    assert classifier.classify(Subject("CLUB_BADGES")).data_type == "member_card"
    assert classifier.classify(Subject("clubBadgeHint")).data_type is None


def test_own_terms_leave_the_taxonomy_alone(taxonomy: Taxonomy) -> None:
    Classifier(taxonomy, Overrides(terms=(OwnTerms("cred.password", ("open sesame",)),)))
    assert Classifier(taxonomy).classify(Subject("openSesame")).data_type is None


def test_paths(taxonomy: Taxonomy) -> None:
    own = Overrides(
        not_sensitive=("Demo*.password", "contactEmail"), sensitive=(SensitivePath("Visit.blob", "health.condition"),)
    )
    classifier = Classifier(taxonomy, own)
    assert classifier.classify(Subject("password", Role.ATTRIBUTE, "String", "DemoUser")).data_type is None
    assert classifier.classify(Subject("password", Role.ATTRIBUTE, "String", "User")).data_type == "cred.password"
    assert classifier.classify(Subject("contactEmail")).data_type is None
    answer = classifier.classify(Subject("blob", Role.ATTRIBUTE, "BLOB", "Visit"))
    assert (answer.data_type, answer.score, answer.reasons[0].kind) == ("health.condition", 1.0, "configuration")


def test_keeping(taxonomy: Taxonomy) -> None:
    classifier = Classifier(taxonomy, Overrides(keeping=(OwnKeeping("contact.email", Keeping.NEVER),)))
    assert classifier.classify(Subject("email")).keeping is Keeping.NEVER


@pytest.mark.parametrize(
    "own",
    [
        Overrides(terms=(OwnTerms("no.type", ("x",)),)),
        Overrides(keeping=(OwnKeeping("no.type", Keeping.NEVER),)),
        Overrides(sensitive=(SensitivePath("a", "no.type"),)),
    ],
)
def test_an_unknown_data_type_is_refused(taxonomy: Taxonomy, own: Overrides) -> None:
    with pytest.raises(ValueError, match=r"no\.type"):
        Classifier(taxonomy, own)
