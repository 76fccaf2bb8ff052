"""Entities, annotations, comments, protected forms: evidence beyond the name."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.classification import CERTAIN, PROBABLE
from secure_lint.sensitivity.classifier import DECLARED_TYPE, Classifier
from secure_lint.sensitivity.subject import Role, Subject


@pytest.mark.parametrize("annotation", ["Sensitive", "PII", "PersonalData", "DoNotLog"])
def test_an_annotation_declares_data_sensitive(classifier: Classifier, annotation: str) -> None:
    answer = classifier.classify(Subject("extra", annotations=(annotation,)))
    assert answer.data_type == DECLARED_TYPE
    assert answer.reasons[-1].kind == "statement"


def test_an_annotation_supports_a_weak_name(classifier: Classifier) -> None:
    assert classifier.classify(Subject("token")).data_type is None
    answer = classifier.classify(Subject("token", annotations=("Sensitive",)))
    assert answer.data_type == "cred.access_token"
    assert answer.score >= CERTAIN


def test_an_annotation_about_something_else_says_nothing(classifier: Classifier) -> None:
    assert classifier.classify(Subject("extra", annotations=("PersonalDataProcessor",))).data_type is None


def test_comments(classifier: Classifier) -> None:
    assert classifier.classify(Subject("extra", comment="Free text, contains PII.")).data_type == DECLARED_TYPE
    assert classifier.classify(Subject("email", comment="Support desk; not PII")).data_type is None


def test_protected_forms_have_a_verdict_of_their_own(classifier: Classifier) -> None:
    wrapped = classifier.classify(Subject("encryptedPrivateKey", Role.ATTRIBUTE, "String", "Device"))
    assert (wrapped.data_type, wrapped.protected, wrapped.group) == (None, True, "credentials")
    verifier = classifier.classify(Subject("passwordHash", Role.ATTRIBUTE, "String", "User"))
    assert (verifier.data_type, verifier.protected) == ("cred.password_hash", True)
    plain = classifier.classify(Subject("privateKey"))
    assert (plain.data_type, plain.protected) == ("cred.private_key", False)


def test_siblings_are_judged_together(classifier: Classifier) -> None:
    alone = classifier.classify(Subject("key", Role.ATTRIBUTE, "String", "Item"))
    names = ("key", "issuer", "digits", "period")
    together = classifier.classify_entity("Item", [Subject(name, Role.ATTRIBUTE, "String") for name in names])
    assert alone.data_type is None
    assert together.attributes[0].data_type == "cred.mfa_secret"
    assert "authenticator" in together.about


def test_the_class_of_a_record_is_given_once(classifier: Classifier) -> None:
    names = ("diagnosis", "revision", "checksum")
    entity = classifier.classify_entity("PatientVisit", [Subject(name, Role.ATTRIBUTE, "String") for name in names])
    assert [answer.data_type for answer in entity.attributes] == ["health.condition", None, None]
    assert entity.inherited is not None
    assert entity.inherited.data_type == "health.condition"
    assert entity.inherited.score >= PROBABLE
    assert classifier.classify_entity("Song", [Subject("title", Role.ATTRIBUTE)]).inherited is None


def test_a_reason_names_the_term_and_the_head(classifier: Classifier) -> None:
    kinds = [reason.kind for reason in classifier.classify(Subject("passwordHint")).reasons]
    assert kinds == ["term", "head"]


@pytest.mark.parametrize("declared", ["EncryptedString", "CipherText?", "org.example.HashedText"])
def test_a_type_may_say_that_its_values_are_enciphered(classifier: Classifier, declared: str) -> None:
    answer = classifier.classify(Subject("password", Role.ATTRIBUTE, declared, "Login"))
    assert (answer.data_type, answer.protected) == (None, True)
    plain = classifier.classify(Subject("password", Role.ATTRIBUTE, "EncryptedString.Plain", "Login"))
    assert plain.data_type == "cred.password"


def test_what_stands_beside_its_vector_is_enciphered(classifier: Classifier) -> None:
    names = ("password", "password_iv", "diagnosis", "diagnosisNonce", "recoveryCode")
    entity = classifier.classify_entity("Login", [Subject(name, Role.ATTRIBUTE, "String") for name in names])
    assert [(one.data_type, one.protected) for one in entity.attributes] == [
        (None, True),
        (None, False),
        (None, True),
        (None, False),
        ("cred.mfa_secret", False),
    ]
