"""The organisation's own vocabulary, checked against the taxonomy that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.overrides import sensitivity_overrides
from secure_lint.errors import ConfigurationError
from secure_lint.knowledge.bundle import load_rules
from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.overrides import OwnKeeping, OwnTerms, SensitivePath


def configured(folder: Path, text: str) -> Configuration:
    (folder / "secure-lint.toml").write_text(text, encoding="utf-8")
    return load_configuration([folder])


def test_words_and_keepings_of_known_and_new_types(tmp_path: Path) -> None:
    taxonomy = load_rules().taxonomy
    own = sensitivity_overrides(
        configured(
            tmp_path,
            """
            [sensitivity]
            not-sensitive = ["Product.code"]
            sensitive = { "Visit.*" = "health.condition", badge = "badge_number" }
            keeping = { "contact.email" = "encrypt" }
            [sensitivity.add]
            "cred.password" = { words = ["door code"], keeping = "never" }
            badge_number = { words = ["badge no"], keeping = "encrypt", group = "government" }
            """,
        ),
        taxonomy,
    )
    assert own.terms == (OwnTerms("cred.password", ("door code",)), OwnTerms("badge_number", ("badge no",)))
    assert own.not_sensitive == ("Product.code",)
    assert own.sensitive == (SensitivePath("Visit.*", "health.condition"), SensitivePath("badge", "badge_number"))
    assert OwnKeeping("contact.email", Keeping.ENCRYPT) in own.keeping
    assert OwnKeeping("cred.password", Keeping.NEVER) in own.keeping
    (added,) = own.types
    assert (added.id, added.title, added.group, added.keeping) == (
        "badge_number",
        "badge number",
        "government",
        Keeping.ENCRYPT,
    )
    assert added.cwe


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[sensitivity.sensitive]\n"Visit.*" = "health.conditon"\n', 2, "did you mean 'health.condition'?"),
        ("[sensitivity.keeping]\n'contact.email' = 'encrypt'\nx = 'never'\n", 3, "there is no data type 'x'"),
        ("[sensitivity.add.badge]\nwords = ['badge no']\n", 1, "it needs 'keeping' and 'group' (one of biometric, "),
        (
            "[sensitivity.add.badge]\nwords = ['b']\nkeeping = 'never'\ngroup = 'goverment'\n",
            4,
            "there is no group 'goverment'; did you mean 'government'?",
        ),
    ],
)
def test_what_does_not_exist_is_reported_at_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sensitivity_overrides(configured(tmp_path, text), load_rules().taxonomy)
    assert caught.value.line == line
    assert message in caught.value.message
