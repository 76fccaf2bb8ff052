"""All rules, as one value.

An installed wheel carries ``rules/`` as ``secure_lint/_rules`` together with a prebuilt bundle, so that start-up
parses no YAML; a checkout reads the YAML files themselves.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from secure_lint.credentials.shapes import CredentialRules, load_shapes
from secure_lint.errors import RuleError
from secure_lint.knowledge.checked import Checked
from secure_lint.knowledge.descriptions import describe
from secure_lint.knowledge.documents import load_yaml
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.model_checks import check_data_of_types, check_models
from secure_lint.knowledge.models import Model
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.policy_checks import check_policies
from secure_lint.model.rule import RuleDescription
from secure_lint.sensitivity.taxonomy import Taxonomy, load_taxonomy

BUNDLE_NAME = "bundle.msgpack"
T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parent.parent


class Rules(msgspec.Struct, frozen=True):
    """Everything in ``rules/``. ``version`` is a hash of it, for the cache."""

    version: str
    kinds: Kinds
    models: tuple[Model, ...]
    policies: tuple[Policy, ...]
    descriptions: tuple[RuleDescription, ...]
    taxonomy: Taxonomy
    credentials: CredentialRules

    def policy(self, code: str) -> Policy:
        """The policy with a code; raises ``KeyError`` when there is none."""
        for policy in self.policies:
            if policy.code == code:
                return policy
        raise KeyError(code)


def rules_directory() -> Path:
    """Where the rules are: in the installed package, else in the checkout."""
    installed = _PACKAGE / "_rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


def is_bundled() -> bool:
    """Whether this is an installed wheel, which carries the rules as a prebuilt bundle."""
    return (rules_directory() / BUNDLE_NAME).is_file()


@functools.cache
def load_rules() -> Rules:
    """The rules that this installation carries.

    Raises `RuleError` with file and line when a file of the rules is wrong, and when there are none.
    """
    directory = rules_directory()
    if is_bundled():
        return msgspec.msgpack.decode((directory / BUNDLE_NAME).read_bytes(), type=Rules)
    return read_rules(directory, _PACKAGE.parent / "fixtures")


def write_bundle(directory: Path, fixtures: Path, target: Path) -> None:
    """Build the bundle of a rules directory; the build of the wheel calls this."""
    target.write_bytes(msgspec.msgpack.encode(read_rules(directory, fixtures)))


def read_rules(directory: Path, fixtures: Path) -> Rules:
    """Read and check the YAML files of a rules directory; ``fixtures`` holds the examples that policies name."""
    if not directory.is_dir():
        raise RuleError(str(directory), None, "the rules are missing; install secure-lint again")
    texts = dict(_texts(directory))
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode()).hexdigest()
    kinds, _ = load_yaml(texts.pop("taxonomy/kinds.yaml"), "rules/taxonomy/kinds.yaml", Kinds, RuleError)
    documents = _read(texts, "models/", Model)
    models = check_models(documents, kinds)
    policies = check_policies(_read(texts, "policies/", Policy), kinds)
    taxonomy = load_taxonomy(_part(texts, "taxonomy/"))
    check_data_of_types(documents, {one.id for one in taxonomy.types})
    return Rules(
        version=digest[:16],
        kinds=kinds,
        models=models,
        policies=policies,
        descriptions=tuple(describe(policy, fixtures) for policy in policies),
        taxonomy=taxonomy,
        credentials=load_shapes(_part(texts, "credentials/")),
    )


def _texts(directory: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(directory.rglob("*.yaml")):
        yield path.relative_to(directory).as_posix(), path.read_text(encoding="utf-8")


def _part(texts: dict[str, str], prefix: str) -> list[tuple[str, str]]:
    return [(f"rules/{name}", text) for name, text in texts.items() if name.startswith(prefix)]


def _read(texts: dict[str, str], prefix: str, schema: type[T]) -> list[Checked[T]]:
    checked = []
    for name, text in _part(texts, prefix):
        value, lines = load_yaml(text, name, schema, RuleError)
        checked.append(Checked(name, value, lines))
    return checked
