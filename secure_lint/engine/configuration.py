"""What a project or a command line asks of a scan."""

from __future__ import annotations

import enum
import re
from typing import Annotated

import msgspec

from secure_lint.errors import ConfigurationError, SecureLintError, UsageError
from secure_lint.knowledge.documents import Path as KeyPath
from secure_lint.model.finding import Audience, Severity
from secure_lint.sensitivity.classification import Keeping

_SIZE = re.compile(r"(\d+) ?(B|KiB|MiB|GiB)")
_UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


class FailOn(enum.Enum):
    """The severity from which findings make the exit code 1."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"

    @property
    def threshold(self) -> Severity | None:
        """The least severity that fails, or ``None`` for never."""
        return None if self is FailOn.NEVER else Severity(self.value)


class AddedTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Further words for a data type. A type that secure-lint does not know needs a ``keeping`` and a ``group``."""

    words: tuple[str, ...]
    keeping: Keeping | None = None
    group: str | None = None


class Sensitivity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The organisation's own vocabulary.

    ``add`` and ``keeping`` go by data type. ``not_sensitive`` lists globs over ``Entity.attribute``; ``sensitive``
    maps such globs to a data type.
    """

    add: dict[str, AddedTerms] = {}
    not_sensitive: tuple[str, ...] = ()
    sensitive: dict[str, str] = {}
    keeping: dict[str, Keeping] = {}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The keys of a configuration file.

    Rules are named by code, by a code's beginning, by name, or by ALL. Globs are those of gitignore, relative to the
    folder of the configuration file. ``jobs`` 0 means one worker a processor. ``max_file_size`` is in bytes or carries
    a unit. ``severity`` is the least severity shown.
    """

    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    severity: Severity = Severity.NOTE
    fail_on: FailOn = FailOn.WARNING
    audience: Audience = Audience.DEVELOPER
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    jobs: Annotated[int, msgspec.Meta(ge=0, le=1024)] = 0
    cache: bool = True
    cache_dir: str | None = None
    max_file_size: Annotated[int, msgspec.Meta(ge=1)] | Annotated[str, msgspec.Meta(pattern=f"^{_SIZE.pattern}$")] = (
        "2MiB"
    )
    strict: bool = False
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    severities: dict[str, Severity] = {}
    sensitivity: Sensitivity = Sensitivity()


class Origin(msgspec.Struct, frozen=True):
    """Where a configuration was read: the file as the user names it, its folder, and the line of every key."""

    file: str
    folder: str
    lines: dict[KeyPath, int]


class Configuration(Settings, frozen=True):
    """Settings in force: those of the nearest configuration file, overridden by the command line.

    ``overridden`` names the fields that the command line set.
    """

    origin: Origin | None = None
    overridden: frozenset[str] = frozenset()

    @property
    def max_file_bytes(self) -> int:
        """The largest file that is read, in bytes."""
        if isinstance(self.max_file_size, int):
            return self.max_file_size
        parts = _SIZE.fullmatch(self.max_file_size)
        if parts is None:
            raise UsageError(f"not a file size: {self.max_file_size!r}; write it as in 2MiB")
        return int(parts[1]) * _UNITS[parts[2]]

    def mistake(self, field: str, message: str, *inner: str | int) -> SecureLintError:
        """The error for a wrong value of ``field``, at its line in the file or at the option that set it.

        ``inner`` leads from the field's value to the part that is wrong.
        """
        key = field.replace("_", "-")
        if self.origin is None or field in self.overridden:
            return UsageError(f"--{key}: {message}")
        path: KeyPath = (key, *inner)
        while path and path not in self.origin.lines:
            path = path[:-1]
        return ConfigurationError(self.origin.file, self.origin.lines.get(path), f"{key}: {message}")


class CommandLineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line sets; ``None`` leaves a setting as it is. Fields have the names of `Settings`."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    policies: tuple[str, ...] | None = None
    severity: Severity | None = None
    fail_on: FailOn | None = None
    audience: Audience | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    respect_gitignore: bool | None = None
    jobs: int | None = None
    cache: bool | None = None
    cache_dir: str | None = None
    strict: bool | None = None


def override(configuration: Configuration, given: CommandLineSettings) -> Configuration:
    """The configuration with the command line's settings in place of its own."""
    values = {field: value for field, value in msgspec.structs.asdict(given).items() if value is not None}
    return msgspec.structs.replace(configuration, **values, overridden=frozenset(values))


def configuration_schema() -> bytes:
    """The JSON Schema of a configuration file, for editors."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Settings)))
