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
        # who treats somebody tells of an illness; what a team of a hospital is called does not
        (Subject("careTeam", Role.ATTRIBUTE, "String", "Patient"), "health.encounter"),
        (Subject("name", Role.ATTRIBUTE, "String", "CareTeam"), None),
        # protocols number the devices of an account or a bus
        (Subject("deviceId", Role.ATTRIBUTE, "String", "Installation"), "dev.device_id"),
        (Subject("deviceId", Role.ATTRIBUTE, "Int", "Prekey"), None),
        # in a table of users it is a hash, elsewhere what its name says
        (Subject("encrypted_password", Role.ATTRIBUTE, "varchar", "User"), "cred.password_hash"),
        (Subject("KEY_ENCRYPTED_PASSWORD", Role.KEY), None),
        # groceries are no securities, and what is in a recipe is nobody's diet
        (Subject("amount", Role.ATTRIBUTE, "double", "StockEntry"), None),
        (Subject("calories", Role.ATTRIBUTE, "double", "RecipeFulfillment"), None),
        (Subject("note", Role.ATTRIBUTE, "String", "ShoppingListItem"), None),
        (Subject("stock_decimal_places_prices", Role.KEY), None),
        # a certificate is pinned by its hash, and keys of OpenPGP go by their ids
        (Subject("hash", Role.ATTRIBUTE, "String", "CertificatePin"), None),
        (Subject("pref_openpgp_key_encrypt", Role.KEY), None),
        (Subject("countryPhoneCode"), None),
        (Subject("phoneCode"), "cred.otp"),
    ],
)
def test_a_name_has_its_data_type(classifier: Classifier, subject: Subject, data_type: str | None) -> None:
    assert classifier.classify(subject).data_type == data_type


@pytest.mark.parametrize(
    ("entity", "names", "name", "data_type"),
    [
        ("Stock", ("ticker", "shares", "price"), "price", "fin.transaction"),
        ("Session", ("sessionId", "title", "speakers", "startsAt"), "sessionId", None),
        ("Session", ("sessionId", "userId", "expiresAt"), "sessionId", "cred.session_id"),
        ("Place", ("title", "latitude", "category", "openingHours"), "latitude", None),
        ("Place", ("title", "latitude", "visitedAt"), "latitude", "loc.precise"),
        ("Place", ("firstName", "email", "latitude", "category", "rating"), "latitude", "loc.precise"),
    ],
)
def test_what_stands_beside_a_name_tells_that_the_record_is_about_a_thing(
    classifier: Classifier, entity: str, names: tuple[str, ...], name: str, data_type: str | None
) -> None:
    found = classifier.classify_entity(entity, [Subject(one, Role.ATTRIBUTE, "String") for one in names])
    assert dict(zip(names, found.attributes, strict=True))[name].data_type == data_type
