"""What models say of settings that decide what imported names mean."""

from __future__ import annotations

import msgspec


class ImpliedImportModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Packages that files import without saying so, because a setting of their project tells the compiler to.

    ``path`` is a glob over the settings of documents of the kind ``document``, ``matches`` a regular expression for the
    value.
    """

    document: str
    path: str
    matches: str
    packages: tuple[str, ...]


class PathAliasModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a project says which folders and files the beginnings of imported names mean.

    ``path`` is the setting of documents of the kind ``document`` below which each alias is a list of places, with one
    ``*`` at most in both; ``base`` is that of the folder, seen from the document, from which places count.
    """

    document: str
    path: str
    base: str
