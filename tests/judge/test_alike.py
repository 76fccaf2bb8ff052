"""What is said of one thing in several places is one finding that names the other places."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.judge.alike import module_of
from secure_lint.model.finding import Finding

KEYS = """package org.example.shelf

import android.content.Context

object Keys {
    const val ACCESS_TOKEN = "access_token"

    fun open(context: Context) = context.getSharedPreferences("shelf", Context.MODE_PRIVATE)
}
"""
WRITER = """package org.example.shelf

import android.content.SharedPreferences

class {name}(private val preferences: SharedPreferences) {{
    fun keep(issued: String) {{
        preferences.edit().putString(Keys.ACCESS_TOKEN, issued).apply()
    }}
}}
"""
MANIFEST = """<manifest xmlns:android="http://schemas.android.com/apk/res/android">
  <application android:usesCleartextTraffic="true" android:allowBackup="false"/>
</manifest>
"""
NETWORK = '<network-security-config><base-config cleartextTrafficPermitted="true"/></network-security-config>'
TABLE = "CREATE TABLE visit (_id INTEGER PRIMARY KEY, diagnosis TEXT, seen INTEGER);"


def _found(root: Path, code: str) -> list[Finding]:
    settings = Configuration(cache=False, jobs=1, respect_gitignore=False)
    return [one for one in scan([root], settings).findings if one.code == code]


def _write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_what_is_written_under_a_declared_key_is_reported_once(tmp_path: Path) -> None:
    writers = {f"{name}_dot_kt": WRITER.format(name=name) for name in ("First", "Second")}
    _write(tmp_path, Keys_dot_kt=KEYS, **writers)
    (one,) = _found(tmp_path, "SL310")
    assert [place.path for place in one.joined] == ["Second.kt"]


def test_settings_of_one_module_are_reported_once_and_those_of_another_by_themselves(tmp_path: Path) -> None:
    _write(
        tmp_path,
        app__src__main__AndroidManifest_dot_xml=MANIFEST,
        app__src__main__res__xml__network_dot_xml=NETWORK,
        wear__src__main__AndroidManifest_dot_xml=MANIFEST,
    )
    found = _found(tmp_path, "SL201")
    assert [(one.location.path, len(one.joined)) for one in found] == [
        ("app/src/main/AndroidManifest.xml", 1),
        ("wear/src/main/AndroidManifest.xml", 0),
    ]


def test_a_table_that_migrations_define_again_is_one(tmp_path: Path) -> None:
    _write(tmp_path, app__src__main__assets__tables_v1_dot_sql=TABLE, app__src__main__assets__tables_v2_dot_sql=TABLE)
    (one,) = _found(tmp_path, "SL401")
    assert len(one.joined) == 1


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("app/src/main/AndroidManifest.xml", "app"),
        ("wallet/res/xml/network.xml", "wallet"),
        ("src/main/AndroidManifest.xml", ""),
        ("wallet/AndroidManifest.xml", "wallet"),
    ],
)
def test_the_module_is_what_holds_the_sources(path: str, module: str) -> None:
    assert module_of(path) == module


SCREEN = """<PreferenceScreen xmlns:android="http://schemas.android.com/apk/res/android">
  <EditTextPreference android:key="access_token" android:title="Token" android:inputType="textPassword"/>
</PreferenceScreen>
"""


def test_an_entry_of_a_settings_screen_and_the_code_that_writes_its_key_are_one(tmp_path: Path) -> None:
    _write(tmp_path, Keys_dot_kt=KEYS, First_dot_kt=WRITER.format(name="First"), res__xml__settings_dot_xml=SCREEN)
    (one,) = _found(tmp_path, "SL310")
    assert one.location.path == "First.kt"
    assert [place.path for place in one.joined] == ["res/xml/settings.xml"]


def test_what_is_said_of_a_module_as_a_whole_silences_what_is_milder(tmp_path: Path) -> None:
    manifest = MANIFEST.replace('android:allowBackup="false"', 'android:allowBackup="true"')
    _write(
        tmp_path,
        app__src__main__AndroidManifest_dot_xml=manifest,
        app__src__main__java__Keys_dot_kt=KEYS,
        app__src__main__java__First_dot_kt=WRITER.format(name="First"),
    )
    assert [one.location.path for one in _found(tmp_path, "SL706")] == ["app/src/main/AndroidManifest.xml"]
    assert _found(tmp_path, "SL719") == []


ACCOUNTS = """package org.example.shelf

import android.accounts.Account
import android.accounts.AccountManager

class Session(private val accounts: AccountManager) {
    fun renew(account: Account, refreshToken: String) {
        accounts.setPassword(account, refreshToken)
    }

    fun start(account: Account, refreshToken: String) {
        if (!accounts.addAccountExplicitly(account, refreshToken, null)) {
            accounts.setPassword(account, refreshToken)
        }
    }
}
"""
TWO_TABLES = """package org.example.ward

import android.content.ContentValues
import android.database.sqlite.SQLiteDatabase
import android.database.sqlite.SQLiteOpenHelper

class WardDatabase(context: Context) : SQLiteOpenHelper(context, "ward.db", null, 1) {
    override fun onCreate(db: SQLiteDatabase) {
        db.execSQL("CREATE TABLE visits(id INTEGER PRIMARY KEY, diagnosis TEXT)")
        db.execSQL("CREATE TABLE drafts(id INTEGER PRIMARY KEY, diagnosis TEXT)")
    }

    override fun onUpgrade(db: SQLiteDatabase, before: Int, after: Int) = Unit

    fun add(visit: Visit) {
        writableDatabase.insert("visits", null, ContentValues().apply { put("diagnosis", visit.diagnosis) })
    }

    fun draft(visit: Visit) {
        writableDatabase.insert("drafts", null, ContentValues().apply { put("diagnosis", visit.diagnosis) })
    }
}

class Visit(val diagnosis: String)
"""


def test_what_one_file_writes_into_one_store_several_times_is_reported_once(tmp_path: Path) -> None:
    _write(tmp_path, Session_dot_kt=ACCOUNTS)
    (one,) = _found(tmp_path, "SL310")
    assert len(one.joined) == 2


def test_writes_into_a_column_that_several_tables_of_the_file_have_belong_to_the_tables(tmp_path: Path) -> None:
    _write(tmp_path, WardDatabase_dot_kt=TWO_TABLES)
    found = _found(tmp_path, "SL401")
    assert [one.location.span.start_line for one in found] == [9, 10]
    assert sum(len(one.joined) for one in found) == 2


CIPHERS = """package org.example.shelf

import javax.crypto.Cipher
import javax.crypto.SecretKey

object Ciphers {
    fun named(transformation: String): Cipher = Cipher.getInstance(transformation)
}

class Shelf(private val key: SecretKey) {
    fun seal(text: ByteArray): ByteArray {
        val cipher = Ciphers.named("AES/CBC/PKCS5Padding")
        cipher.init(Cipher.ENCRYPT_MODE, key)
        return cipher.iv + cipher.doFinal(text)
    }

    fun sealAgain(text: ByteArray): ByteArray {
        val cipher = Ciphers.named("AES/CBC/PKCS7Padding")
        cipher.init(Cipher.ENCRYPT_MODE, key)
        return cipher.iv + cipher.doFinal(text)
    }

    fun sealAlone(text: ByteArray): ByteArray {
        val cipher = Cipher.getInstance("AES/CBC/PKCS5Padding")
        cipher.init(Cipher.ENCRYPT_MODE, key)
        return cipher.iv + cipher.doFinal(text)
    }
}
"""


def test_what_a_wrapper_hands_on_to_one_place_is_reported_once(tmp_path: Path) -> None:
    _write(tmp_path, Shelf_dot_kt=CIPHERS)
    assert [(one.location.span.start_line, len(one.joined)) for one in _found(tmp_path, "SL415")] == [(12, 1), (24, 0)]


SETTER = """package org.example.shelf

import android.content.SharedPreferences

class Session(private val preferences: SharedPreferences) {
    fun renew(answer: Answer) = keep(answer.accessToken)

    private fun keep(token: String) {
        preferences.edit().putString("access_token", token).apply()
    }
}

class Answer(val accessToken: String)
"""


def test_a_write_under_a_literal_key_and_a_call_of_its_function_are_reported_once(tmp_path: Path) -> None:
    _write(tmp_path, Session_dot_kt=SETTER)
    (one,) = _found(tmp_path, "SL310")
    assert [place.span.start_line for place in one.joined] == [6]
