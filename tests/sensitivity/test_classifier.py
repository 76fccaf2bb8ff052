"""What the classifier says of single names."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject


@pytest.mark.parametrize(
    ("subject", "data_type"),
    [
        (Subject("getPassword"), "cred.password"),
        (Subject("KEY_ACCESS_TOKEN", Role.KEY), "cred.access_token"),
        (Subject("etPassword", Role.FIELD), "cred.password"),
        (Subject("passwordVisible"), None),
        (Subject("token"), None),
        (Subject("value", Role.ATTRIBUTE, "String", "ApiKey"), "cred.api_key"),
        (Subject("dataNascimento", Role.ATTRIBUTE, "Date", "Cliente"), "id.dob"),
        (Subject("sats"), None),
        (Subject("testResults"), None),
        (Subject("testResult", Role.ATTRIBUTE, "String", "Patient"), "health.lab"),
    ],
)
def test_a_name_has_its_data_type(classifier: Classifier, subject: Subject, data_type: str | None) -> None:
    assert classifier.classify(subject).data_type == data_type
