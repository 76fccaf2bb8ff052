"""The schema of the neutral entity file, version ``entities/1``.

Names are those of Service Studio and the Model API, in camel case. Unknown keys are errors. `json_schema` is what
editors use.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec

VERSION: Final = "entities/1"

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Length = Annotated[int, msgspec.Meta(ge=0)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", omit_defaults=True):
    """Base of all parts of the document."""


class SourceDocument(_Part, frozen=True):
    """What the file was made from."""

    tool: str = ""
    file: str = ""
    version: str = ""


class DistributionDocument(_Part, frozen=True):
    """How the app reaches users; a PWA keeps its data in the browser, where no plugin ciphers it."""

    native: bool = True
    pwa: bool = False


class DependencyDocument(_Part, frozen=True):
    """A producer module; ``kind`` says what it is for, such as ``local-storage-cipher`` or ``keystore``."""

    name: Name
    kind: str = ""
    cordova_id: str = ""


class EncryptionDocument(_Part, frozen=True):
    """What encrypts an attribute, and where the key comes from."""

    action: str = ""
    key_source: str = ""


class AttributeDocument(_Part, frozen=True):
    """An attribute. ``sensitivity``, ``category`` and ``protection`` are the team's own statement about it.

    ``usedBy`` lists the screens and client actions that read it; an empty list says that none does.
    """

    name: Name
    data_type: Name
    length: Length | None = None
    decimals: Length | None = None
    description: str = ""
    is_identifier: bool = False
    is_auto_number: bool = False
    is_mandatory: bool = False
    default_value: str | None = None
    sensitivity: Literal["public", "internal", "personal", "sensitive", "restricted"] | None = None
    category: str | None = None
    protection: Literal["none", "attribute-encrypted", "database-encrypted", "keystore", "server-only"] | None = None
    encrypted_by: EncryptionDocument | None = None
    used_by: tuple[str, ...] | None = None


class EntityDocument(_Part, frozen=True):
    """An entity; ``client`` entities are in Local Storage."""

    name: Name
    kind: Literal["client", "server", "static"]
    attributes: tuple[AttributeDocument, ...] = ()
    physical_table_name: str | None = None
    description: str = ""
    public: bool = False
    expose_read_only: bool = False
    synced_from: str | None = None
    offline_justification: str | None = None


class VariableDocument(_Part, frozen=True):
    """A client variable or a setting."""

    name: Name
    data_type: str = "Text"
    description: str = ""
    default_value: str | None = None
    is_secret: bool = False


class ScreenDocument(_Part, frozen=True):
    """A screen and the roles that may open it; ``Anonymous`` is everyone."""

    name: Name
    flow: str = ""
    roles: tuple[str, ...] = ()


class InputDocument(_Part, frozen=True):
    """An input of a server action."""

    name: Name
    data_type: str = "Text"
    is_mandatory: bool = False


class AuthorizationDocument(_Part, frozen=True):
    """What a server action checks about the caller."""

    role_checks: tuple[str, ...] = ()
    ownership_checks: tuple[str, ...] = ()


class ValidationDocument(_Part, frozen=True):
    """What a server action checks about an input."""

    input: Name
    kind: str = ""


class ServerActionDocument(_Part, frozen=True):
    """A server action as far as its own checks go; ``validatedByForm`` when a form validates what it is called with."""

    name: Name
    called_from: tuple[str, ...] = ()
    inputs: tuple[InputDocument, ...] = ()
    writes: tuple[str, ...] = ()
    authorization: AuthorizationDocument = AuthorizationDocument()
    validations: tuple[ValidationDocument, ...] = ()
    validated_by_form: bool = False


class ExposedRestDocument(_Part, frozen=True):
    """A REST API that the module offers."""

    name: Name
    http_security: str = "SSL/TLS"
    authentication: str = "None"
    internal_access_only: bool = False
    documentation: bool = True


class ConsumedRestDocument(_Part, frozen=True):
    """A REST API that the module calls."""

    name: Name
    base_url: str = ""
    username: str = ""


class EntitiesDocument(_Part, frozen=True):
    """The whole file."""

    version: Literal["entities/1"]
    platform: str = "generic"
    module: str = ""
    module_key: str | None = None
    source: SourceDocument = SourceDocument()
    distribution: DistributionDocument = DistributionDocument()
    dependencies: tuple[DependencyDocument, ...] = ()
    entities: tuple[EntityDocument, ...] = ()
    client_variables: tuple[VariableDocument, ...] = ()
    settings: tuple[VariableDocument, ...] = ()
    screens: tuple[ScreenDocument, ...] = ()
    server_actions: tuple[ServerActionDocument, ...] = ()
    exposed_rest: tuple[ExposedRestDocument, ...] = ()
    consumed_rest: tuple[ConsumedRestDocument, ...] = ()


def json_schema() -> bytes:
    """The JSON Schema of the file, indented and with sorted keys."""
    schema = msgspec.json.schema(EntitiesDocument)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$id"] = "secure-lint-entities.schema.json"
    schema["title"] = "secure-lint entities"
    return msgspec.json.format(msgspec.json.encode(schema, order="deterministic"), indent=2) + b"\n"
