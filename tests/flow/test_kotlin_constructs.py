"""What the interpreter understands of Kotlin."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import kotlin, written

PREFS = 'val prefs: SharedPreferences = context.getSharedPreferences("s", 0)'

CASES = {
    "argument": "fun f(context: Context, password: String) { P; prefs.edit().putString(K, password).apply() }",
    "reassignment": "fun f(context: Context, password: String) { P; var x = password; x = x; prefs.edit().putString(K, x) }",
    "trim": "fun f(context: Context, password: String) { P; val x = password.trim(); prefs.edit().putString(K, x) }",
    "template": 'fun f(context: Context, password: String) { P; val x = "pw=$password"; prefs.edit().putString(K, x) }',
    "concatenation": 'fun f(context: Context, password: String) { P; prefs.edit().putString(K, "a" + password) }',
    "branch": (
        'fun f(context: Context, password: String, c: Boolean) { P; var x = "none"; if (c) { x = password };'
        " prefs.edit().putString(K, x) }"
    ),
    "conditional expression": (
        'fun f(context: Context, password: String, c: Boolean) { P; val x = if (c) password else "n";'
        " prefs.edit().putString(K, x) }"
    ),
    "elvis": 'fun f(context: Context, password: String?) { P; prefs.edit().putString(K, password ?: "n") }',
    "loop": (
        'fun f(context: Context, password: String) { P; var x = ""; for (c in password) { x = x + c };'
        " prefs.edit().putString(K, x) }"
    ),
    "try": (
        'fun f(context: Context, password: String) { P; var x = ""; try { x = password } finally { };'
        " prefs.edit().putString(K, x) }"
    ),
    "builder": (
        "fun f(context: Context, password: String) { P; val b = StringBuilder(); b.append(password);"
        " prefs.edit().putString(K, b.toString()) }"
    ),
    "let": "fun f(context: Context, password: String?) { P; password?.let { prefs.edit().putString(K, it) } }",
    "apply": "fun f(context: Context, password: String) { P; prefs.edit().apply { putString(K, password) }.apply() }",
    "with": "fun f(context: Context, password: String) { P; with(prefs.edit()) { putString(K, password); apply() } }",
    "edit block": "fun f(context: Context, password: String) { P; prefs.edit { putString(K, password) } }",
    "text of a block": 'fun f(context: Context, password: String) { P; val x = buildString { append("a"); append(password) }; prefs.edit().putString(K, x) }',
    "outcome of a block": "fun f(context: Context, password: String) { P; runCatching { password.trim() }.onSuccess { prefs.edit().putString(K, it) } }",
    "wrapped outcome": 'fun f(context: Context, password: String) { P; val x = Result.success(password); prefs.edit().putString(K, x.getOrNull() ?: "") }',
    "answer of a function that is handed over": (
        "fun put(prefs: SharedPreferences, made: () -> String) { prefs.edit().putString(K, made()) }\n"
        "fun f(context: Context, password: String) { P; put(prefs) { password } }"
    ),
    "answer that is handed on": (
        "fun <T> timed(made: () -> T): T { return made() }\n"
        "fun f(context: Context, password: String) { P; prefs.edit().putString(K, timed { password }) }"
    ),
    "function that is handed on": (
        "fun put(prefs: SharedPreferences, made: () -> String) { prefs.edit().putString(K, made()) }\n"
        "fun later(prefs: SharedPreferences, made: () -> String) { put(prefs, made) }\n"
        "fun f(context: Context, password: String) { P; later(prefs) { password } }"
    ),
    "run result": "fun f(context: Context, password: String) { P; val x = run { password }; prefs.edit().putString(K, x) }",
    "data class": (
        "data class Form(val a: String, val b: String)\n"
        "fun f(context: Context, password: String) { P; val d = Form(password, password); prefs.edit().putString(K, d.a) }"
    ),
    "list": (
        "fun f(context: Context, password: String) { P; val l = listOf(password); prefs.edit().putString(K, l.first()) }"
    ),
    "map": (
        'fun f(context: Context, password: String) { P; val m = mapOf("a" to password); prefs.edit().putString(K, m["a"]) }'
    ),
    "wrapper": (
        "fun put(context: Context, k: String, v: String) { P; prefs.edit().putString(k, v).apply() }\n"
        "fun f(context: Context, password: String) { put(context, K, password) }"
    ),
    "wrapper of a wrapper": (
        'class Store(context: Context) { private val prefs = context.getSharedPreferences("s", 0)\n'
        " private fun put(k: String, v: String) { prefs.edit().putString(k, v).apply() }\n"
        " fun keep(v: String) { put(K, v) } }\n"
        "fun f(context: Context, password: String) { Store(context).keep(password) }"
    ),
    "field": (
        'class Form(context: Context) { private var typed = ""\n private val prefs = context.getSharedPreferences("s", 0)\n'
        " fun read(password: String) { this.typed = password }\n fun save() { prefs.edit().putString(K, typed).apply() } }"
    ),
    "callback": (
        "fun load(done: (String) -> Unit, password: String) { done(password) }\n"
        "fun f(context: Context, password: String) { P; load({ value -> prefs.edit().putString(K, value) }, password) }"
    ),
    "extension function": (
        "fun SharedPreferences.keep(v: String) { edit().putString(K, v).apply() }\n"
        "fun f(context: Context, password: String) { P; prefs.keep(password) }"
    ),
    "injected store": (
        "class Login(private val prefs: SharedPreferences) { fun f(password: String) { prefs.edit().putString(K, password) } }"
    ),
    "listener": (
        "class Screen(val prefs: SharedPreferences) { fun bind(button: Button, password: String) {"
        " button.setOnClickListener { prefs.edit().putString(K, password).apply() } } }"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_password_is_followed_to_the_store(name: str) -> None:
    """A password reaches preferences under the key that a constant names, whatever lies between."""
    body = CASES[name].replace("P;", f"{PREFS};")
    assert written(kotlin(f'const val K = "entry"\n{body}')) == {("entry", "cred.password")}


HARMLESS = {
    "length": "fun f(prefs: SharedPreferences, password: String) { prefs.edit().putInt(K, password.length) }",
    "comparison": 'fun f(prefs: SharedPreferences, password: String) { prefs.edit().putString(K, "${password == "x"}") }',
    "reassigned": (
        'fun f(prefs: SharedPreferences, password: String) { var x = password; x = "gone"; prefs.edit().putString(K, x) }'
    ),
    "constant": 'fun f(prefs: SharedPreferences) { prefs.edit().putString(K, "password") }',
    "other member": (
        "data class Form(val a: String, val b: String)\n"
        'fun f(prefs: SharedPreferences, password: String) { val d = Form(password, "b"); prefs.edit().putString(K, d.b) }'
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_longer_the_password_is_not(name: str) -> None:
    """Values computed from a password that do not hold it are not sensitive."""
    assert written(kotlin(f'const val K = "entry"\n{HARMLESS[name]}')) == set()


def test_a_block_with_a_receiver_leaves_the_name_it_to_the_block_around() -> None:
    body = """
class Login(private val preferences: SharedPreferences) {
  fun keep(password: String?) {
    password?.let { preferences.edit { putString("held", it) } }
  }
}
"""
    assert written(kotlin(body)) == {("held", "cred.password")}


def test_the_number_of_a_resource_is_not_what_its_name_says() -> None:
    body = """
class Devices(private val preferences: SharedPreferences) {
  fun keep() {
    preferences.edit().putInt("icon", R.drawable.device_phone_number).apply()
    preferences.edit().putInt("title", CommonStrings.wrong_password).apply()
  }
}
"""
    assert written(kotlin(body)) == set()


def test_a_number_worked_out_from_an_unknown_one_is_not_known() -> None:
    body = """
class Pump { var userPassword = "" }
class Reply(private val pump: Pump, private val preferences: SharedPreferences) {
  fun read(bytes: ByteArray) {
    pump.userPassword = String.format("%04X", code(bytes) xor 3463)
    preferences.edit().putString("pump", pump.userPassword).apply()
  }
}
"""
    assert written(kotlin(body)) == {("pump", "cred.password")}


def test_a_store_that_is_opened_in_a_block_that_may_throw_is_that_store() -> None:
    body = """
class Sealed(private val context: Context) {
  private val preferences: SharedPreferences by lazy { opened() }
  private fun opened() = runCatching { made() }.getOrElse { reset(); made() }
  private fun made() = androidx.security.crypto.EncryptedSharedPreferences.create(context, "sealed", key(), SIV, GCM)
  fun keep(password: String) { preferences.edit { putString("held", password) } }
}
"""
    (event,) = (one for one in kotlin(body).events if one.kind == "store.write")
    assert event.store is not None
    assert event.store.engine == "encrypted-preferences"


def test_what_a_block_makes_of_each_element_is_all_that_is_joined_or_compared() -> None:
    body = """
data class Visit(val id: Int, val diagnosis: String)
class Visits(private val preferences: SharedPreferences) {
  fun keep(visits: List<Visit>) {
    preferences.edit().putString("joined", visits.joinToString(", ") { it.id.toString() }).apply()
    preferences.edit().putInt("newest", visits.maxOf { it.id }).apply()
    preferences.edit().putString("told", visits.joinToString { it.diagnosis }).apply()
  }
  fun admit(id: Int, diagnosis: String) {
    val admitted = mutableListOf<Visit>()
    admitted.add(Visit(id, diagnosis))
    keep(admitted)
  }
}
"""
    assert written(kotlin(body)) == {("told", "health.condition")}


def test_a_return_in_a_block_leaves_the_function_around_it() -> None:
    body = """
class Keys {
  private fun key() = KeyStore.getInstance("AndroidKeyStore").apply { load(null) }.getKey("a", null) as SecretKey
  fun seal(plain: ByteArray): ByteArray {
    synchronized(this) {
      val cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding")
      cipher.init(javax.crypto.Cipher.ENCRYPT_MODE, key())
      return cipher.doFinal(plain)
    }
  }
  fun same(plain: ByteArray): ByteArray { synchronized(this) { return plain } }
}
class Vault(private val preferences: SharedPreferences, private val keys: Keys) {
  fun keep(password: String) {
    preferences.edit().putString("sealed", encoded(keys.seal(password.toByteArray()))).apply()
    preferences.edit().putString("open", encoded(keys.same(password.toByteArray()))).apply()
  }
  private fun encoded(bytes: ByteArray) = android.util.Base64.encodeToString(bytes, 0)
}
"""
    states = {
        str(event.name.constants[0].value): [one.kind for taint in event.value.taints for one in taint.protections]
        for event in kotlin(body).events
        if event.kind == "store.write"
    }
    assert "encrypted" in states["sealed"]
    assert "encrypted" not in states["open"]
    assert "encoded" in states["open"]


def test_a_function_is_guessed_by_its_name_only_where_it_can_be_called() -> None:
    hidden = """package parts
class Point(private val latitude: Double) {
  private fun entry(name: String) = "$name=$latitude"
}
open class Line(private val latitude: Double) {
  protected fun label(name: String) = "$name=$latitude"
}
open class Mark(private val latitude: Double) {
  fun caption(name: String) = "$name=$latitude"
}
"""
    swift = """
extension Box {
  func pack(_ name: String) -> String { return name + self.diagnosis }
}
"""
    body = """
class Notes(private val preferences: SharedPreferences) {
  fun keep(source: Source) {
    preferences.edit().putString("hidden", source.input().entry("a")).apply()
    preferences.edit().putString("inherited", source.input().label("a")).apply()
    preferences.edit().putString("elsewhere", source.input().pack("a")).apply()
    preferences.edit().putString("known", source.input().caption("a")).apply()
  }
}
"""
    interpreted = kotlin(body, **{"Parts.kt": hidden, "Box.swift": swift})
    assert written(interpreted) == {("known", "loc.precise")}


def test_a_name_alone_means_no_function_that_the_types_rule_out() -> None:
    java = """package parts;
import android.content.SharedPreferences;
import android.graphics.Bitmap;
import java.util.Map;
class Point { private double latitude; String getKey() { return "at " + latitude; } }
class Drawn { private double latitude; String loaded(boolean again) { return "at " + latitude; } }
class Table {
  private SharedPreferences preferences;
  void keep(Source source, Bitmap bitmap) {
    for (Map.Entry<String, String> entry : source.all()) {
      preferences.edit().putString("entry", entry.getKey()).apply();
    }
    preferences.edit().putString("object", source.made().loaded(bitmap)).apply();
    preferences.edit().putString("flag", source.made().loaded(source.again())).apply();
  }
}
"""
    assert written(kotlin("class Nothing", **{"Table.java": java})) == {("flag", "loc.precise")}


def test_the_parts_of_what_a_loop_finds_are_new_variables() -> None:
    body = """
class Settings(private val preferences: SharedPreferences) {
  var value: String = ""
  fun keep(latitude: Double) {
    for ((key, value) in mapOf("here" to latitude)) preferences.edit().putString("loop", value).apply()
    mapOf("here" to latitude).forEach { (key, value) -> preferences.edit().putString("each", value).apply() }
  }
}
"""
    assert written(kotlin(body)) == {("loop", "loc.precise"), ("each", "loc.precise")}
