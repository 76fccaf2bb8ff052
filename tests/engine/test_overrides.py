"""The organisation's own vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.overrides import own_vocabulary
from secure_lint.errors import ConfigurationError
from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.overrides import OwnKeeping, OwnTerms, SensitivePath

TYPES = ("email", "pin", "health_record")
GROUPS = ("contact", "credential")


def configured(folder: Path, text: str) -> Configuration:
    (folder / "secure-lint.toml").write_text(text, encoding="utf-8")
    return load_configuration([folder])


def test_words_and_keepings_of_known_and_new_types(tmp_path: Path) -> None:
    own = own_vocabulary(
        configured(
            tmp_path,
            """
            [sensitivity]
            not-sensitive = ["Product.code"]
            sensitive = { "Visit.*" = "health_record", badge = "badge_number" }
            keeping = { email = "encrypt" }
            [sensitivity.add]
            pin = { words = ["door code"], keeping = "never" }
            badge_number = { words = ["badge no"], keeping = "encrypt", group = "credential" }
            """,
        ),
        TYPES,
        GROUPS,
    )
    assert own.terms == (OwnTerms("pin", ("door code",)), OwnTerms("badge_number", ("badge no",)))
    assert own.not_sensitive == ("Product.code",)
    assert own.sensitive == (SensitivePath("Visit.*", "health_record"), SensitivePath("badge", "badge_number"))
    assert own.keeping == (OwnKeeping("email", Keeping.ENCRYPT), OwnKeeping("pin", Keeping.NEVER))
    (added,) = own.types
    assert (added.id, added.title, added.group, added.keeping) == (
        "badge_number",
        "badge number",
        "credential",
        Keeping.ENCRYPT,
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[sensitivity.sensitive]\n"Visit.*" = "health_recrd"\n', 2, "did you mean 'health_record'?"),
        ("[sensitivity.keeping]\nemail = 'encrypt'\nphone = 'never'\n", 3, "there is no data type 'phone'"),
        ("[sensitivity.add.badge]\nwords = ['badge no']\n", 1, "'group' (one of contact, credential)"),
        (
            "[sensitivity.add.badge]\nwords = ['b']\nkeeping = 'never'\ngroup = 'credentials'\n",
            4,
            "there is no group 'credentials'; did you mean 'credential'?",
        ),
    ],
)
def test_what_does_not_exist_is_reported_at_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        own_vocabulary(configured(tmp_path, text), TYPES, GROUPS)
    assert caught.value.line == line
    assert message in caught.value.message
