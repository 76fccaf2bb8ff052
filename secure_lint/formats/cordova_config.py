"""Cordova's ``config.xml``: what the native shell of a hybrid app allows and prefers.

Besides the settings of the XML itself, every preference is one under its own name, below the platform that it is for:
``Preferences/android/AndroidInsecureFileModeEnabled``, ``Preferences/global/loglevel``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.formats.reading import ReadDocument, unnumbered
from secure_lint.formats.xml import read_xml
from secure_lint.model.schema import Document, Setting
from secure_lint.text.source import SourceText

KIND = PLATFORM = "cordova"
_ROOT = "widget/"
_NAME = "preference/@name"


def read_cordova_config(source: SourceText) -> ReadDocument:
    """The settings of a ``config.xml``; one of another tool is plain XML."""
    read = read_xml(source)
    document = read.document
    if document is None or not all(setting.path.startswith(_ROOT) for setting in document.settings[:1]):
        return read
    settings = (*document.settings, *_preferences(document.settings))
    return msgspec.structs.replace(read, document=Document(document.path, KIND, settings), platform=PLATFORM)


def _preferences(settings: tuple[Setting, ...]) -> Iterator[Setting]:
    values = {setting.path: setting for setting in settings}
    for setting in settings:
        if not unnumbered(setting.path).endswith(_NAME):
            continue
        element = setting.path.rpartition("/")[0]
        value = values.get(f"{element}/@value")
        platform = values.get(f"{element.rpartition('/')[0]}/@name")
        if value is not None and setting.value:
            owner = platform.value.lower() if platform is not None else "global"
            yield Setting(f"Preferences/{owner}/{setting.value}", value.value, value.span, setting.span)
