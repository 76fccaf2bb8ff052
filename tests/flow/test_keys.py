"""Keys that are declared apart from the write: enum entries, key objects, wrappers behind interfaces."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

from secure_lint.flow.analysis import Interpreted
from tests.flow.programs import events_of, kotlin, run

KEYS = """
package app.keys

interface SettingKey { val key: String }
interface TextSettingKey : SettingKey { val fallback: String }
interface FlagSettingKey : SettingKey { val fallback: Boolean }

enum class TextKey(override val key: String, override val fallback: String) : TextSettingKey {
    SyncUrl("sync_url", ""),
    SyncToken(key = "sync_token", fallback = ""),
}

enum class FlagKey(override val key: String, override val fallback: Boolean) : FlagSettingKey {
    SyncEnabled("sync_enabled", false),
}
"""

SETTINGS = """
package app.settings

import app.keys.FlagSettingKey
import app.keys.TextSettingKey

interface KeyValues {
    fun putString(key: String, value: String)
    fun putString(resource: Int, value: String)
}

interface Settings {
    fun put(key: TextSettingKey, value: String)
    fun put(key: FlagSettingKey, value: Boolean)
}
"""

IMPLEMENTATION = """
package app.settings

import android.content.Context
import android.content.SharedPreferences
import app.keys.FlagSettingKey
import app.keys.TextSettingKey
import javax.inject.Inject

class PlainKeyValues @Inject constructor(private val shared: SharedPreferences, private val context: Context) : KeyValues {
    override fun putString(key: String, value: String) = shared.edit().putString(key, value).apply()
    override fun putString(resource: Int, value: String) =
        shared.edit().putString(context.getString(resource), value).apply()
}

class PlainSettings @Inject constructor(private val values: KeyValues) : Settings {
    override fun put(key: TextSettingKey, value: String) { values.putString(key.key, value) }
    override fun put(key: FlagSettingKey, value: Boolean) { values.putString(key.key, value.toString()) }
}
"""


def keys_written(interpreted: Interpreted, path: str) -> set[tuple[str, str, int]]:
    """Key, file and line of its declaration, of the writes that happen in a file."""
    return {
        (str(one.value), one.location.path, one.location.span.start_line)
        for event in events_of(interpreted, "store.write")
        if event.location.path == path
        for one in event.name.constants
    }


def test_the_key_of_an_enum_entry_is_known_behind_an_injected_interface() -> None:
    """A wrapper behind two interfaces takes an enum entry; its key string is that of the entry."""
    interpreted = run(
        Keys_kt=KEYS,
        Settings_kt=SETTINGS,
        Implementation_kt=IMPLEMENTATION,
        Login_kt="""
package app.login

import app.keys.TextKey
import app.settings.Settings
import javax.inject.Inject

class Login @Inject constructor(private val settings: Settings) {
    fun done(received: String) { settings.put(TextKey.SyncToken, received) }
}
""",
    )
    assert keys_written(interpreted, "Login.kt") == {("sync_token", "Keys.kt", 10)}


def test_overloads_are_told_apart_by_the_types_of_the_arguments() -> None:
    """A flag is handed to the overload for flags only."""
    interpreted = run(
        Keys_kt=KEYS,
        Settings_kt=SETTINGS,
        Implementation_kt=IMPLEMENTATION,
        Login_kt="""
package app.login

import app.keys.FlagKey
import app.settings.Settings

class Login(private val settings: Settings) {
    fun enable(on: Boolean) { settings.put(FlagKey.SyncEnabled, on) }
}
""",
    )
    assert keys_written(interpreted, "Login.kt") == {("sync_enabled", "Keys.kt", 14)}


def test_many_overloads_of_a_wrapper_are_followed() -> None:
    """What counts is how many overloads fit, not how many there are."""
    names = ("Int", "Long", "Double", "Float", "Short", "Byte", "Char", "Boolean", "String", "UInt")
    overloads = "\n".join(
        f'    fun put(key: Key, value: {one}) {{ shared.edit().putString(key.id, "" + value) }}' for one in names
    )
    interpreted = kotlin(
        f"""
class Key(val id: String)
object Keys {{ val ACCESS = Key("access_token") }}
class Store(private val shared: SharedPreferences) {{
{overloads}
}}
fun f(store: Store, token: String) {{ store.put(Keys.ACCESS, token) }}
"""
    )
    assert ("access_token", "Main.kt", 10) in keys_written(interpreted, "Main.kt")


def test_a_key_object_of_a_sealed_class() -> None:
    """An object that hands its key to the constructor of its superclass."""
    interpreted = kotlin(
        """
sealed class Pref(val key: String) {
    object Pin : Pref("unlock_pin")
    data object Theme : Pref("theme")
}
class Store(private val shared: SharedPreferences) {
    fun write(pref: Pref, value: String) { shared.edit { putString(pref.key, value) } }
}
fun f(store: Store, given: String) { store.write(Pref.Pin, given) }
"""
    )
    assert ("unlock_pin", "Main.kt", 10) in keys_written(interpreted, "Main.kt")


def test_a_key_declared_by_overriding_a_property() -> None:
    """An object whose key is an overridden property."""
    interpreted = kotlin(
        """
interface Pref { val key: String }
object Pin : Pref { override val key = "unlock_pin" }
class Store(private val shared: SharedPreferences) {
    fun write(pref: Pref, value: String) { shared.edit { putString(pref.key, value) } }
}
fun f(store: Store, given: String) { store.write(Pin, given) }
"""
    )
    assert ("unlock_pin", "Main.kt", 10) in keys_written(interpreted, "Main.kt")


def test_the_key_of_a_java_enum_entry() -> None:
    """A Java enum with a getter."""
    interpreted = run(
        Key_java="""
package app;
public enum Key {
    THEME("theme"),
    SESSION("session_token");
    private final String id;
    Key(String id) { this.id = id; }
    public String getId() { return id; }
}
""",
        Store_java="""
package app;
import android.content.SharedPreferences;
public class Store {
    private final SharedPreferences shared;
    public Store(SharedPreferences shared) { this.shared = shared; }
    public void save(Key key, String value) { shared.edit().putString(key.getId(), value).apply(); }
    public void login(String token) { save(Key.SESSION, token); }
}
""",
    )
    assert ("session_token", "Key.java", 5) in keys_written(interpreted, "Store.java")


def test_a_key_composed_of_a_declared_prefix_is_known_in_its_beginning() -> None:
    """A key with a part that is known at run time only is known by its beginning."""
    interpreted = kotlin(
        """
interface Composed { val key: String
    val format: String
    fun composeKey(vararg arguments: Any): String = key + String.format(format, *arguments) }
enum class DeviceKey(override val key: String, override val format: String) : Composed { PairingKey("pairing_key_", "%s") }
class Store(private val shared: SharedPreferences) {
    fun put(key: Composed, vararg arguments: Any, value: String) { shared.edit { putString(key.composeKey(*arguments), value) } }
}
fun f(store: Store, device: String, received: String) { store.put(DeviceKey.PairingKey, device, value = received) }
"""
    )
    assert ("pairing_key_", "Main.kt", 12) in keys_written(interpreted, "Main.kt")


def test_the_name_of_an_entry_as_the_key() -> None:
    """An entry without a key of its own is stored under its name."""
    interpreted = kotlin(
        """
enum class Slot { THEME, ACCESS_TOKEN }
class Store(private val shared: SharedPreferences) {
    fun put(slot: Slot, value: String) { shared.edit().putString(slot.name, value).apply() }
}
fun f(store: Store, given: String) { store.put(Slot.ACCESS_TOKEN, given) }
"""
    )
    assert ("ACCESS_TOKEN", "Main.kt", 9) in keys_written(interpreted, "Main.kt")


def test_a_preference_object_knows_its_key() -> None:
    """Each object of a wrapper class is given the key under which it stores."""
    interpreted = kotlin(
        """
class StoredText(private val shared: SharedPreferences, private val id: String) {
    fun set(value: String) { shared.edit().putString(id, value).apply() }
}
class Account(shared: SharedPreferences) {
    private val nickname = StoredText(shared, "nickname")
    private val token = StoredText(shared, "refresh_token")
    fun login(given: String) { token.set(given) }
    fun rename(given: String) { nickname.set(given) }
}
"""
    )
    found = {(key, line) for key, _, line in keys_written(interpreted, "Main.kt")}
    assert found == {("nickname", 13), ("refresh_token", 14)}


def test_a_parameter_of_a_constructor_reaches_an_initialiser_block() -> None:
    """Parameters that declare no property are seen by the blocks of the class."""
    interpreted = kotlin(
        """
class Slot(shared: SharedPreferences, id: String, value: String) {
    init { shared.edit().putString(id, value).apply() }
}
fun f(shared: SharedPreferences, given: String) { Slot(shared, "api_secret", given) }
"""
    )
    assert ("api_secret", "Main.kt", 12) in keys_written(interpreted, "Main.kt")


def test_a_java_constructor_may_rename_what_it_keeps() -> None:
    """What is assigned in the constructor counts, not the name of the parameter."""
    interpreted = run(
        Slot_java="""
package app;
import android.content.SharedPreferences;
public class Slot {
    private final SharedPreferences shared;
    private final String id;
    public Slot(SharedPreferences shared, String name) { this.shared = shared; this.id = "app_" + name; }
    public Slot(SharedPreferences shared) { this(shared, "access_token"); }
    public void set(String value) { shared.edit().putString(id, value).apply(); }
}
""",
        Use_java="""
package app;
import android.content.SharedPreferences;
public class Use {
    void f(SharedPreferences shared, String given) { new Slot(shared).set(given); }
}
""",
    )
    assert {key for key, _, _ in keys_written(interpreted, "Use.java")} == {"app_access_token"}


def test_a_key_made_by_a_format_is_known_up_to_the_first_placeholder() -> None:
    """The prefix that a key object declares, with a locale before the pattern."""
    interpreted = kotlin(
        """
import java.util.Locale
interface Composed { val key: String
    val format: String
    fun of(vararg arguments: Any): String = String.format(Locale.ENGLISH, key + format, *arguments) }
enum class DeviceKey(override val key: String, override val format: String) : Composed { Pairing("pairing_key_", "%s") }
class Store(private val shared: SharedPreferences) {
    fun put(key: Composed, vararg arguments: Any, value: String) { shared.edit { putString(key.of(*arguments), value) } }
}
fun f(store: Store, device: String, received: String) { store.put(DeviceKey.Pairing, device, value = received) }
"""
    )
    assert {key.partition("%")[0] for key, _, _ in keys_written(interpreted, "Main.kt")} == {"pairing_key_"}


def test_what_a_user_enters_into_a_preference_of_the_app_is_kept_under_its_key() -> None:
    """A preference class of the app gives itself the key of an entry."""
    interpreted = kotlin(
        """
import android.util.AttributeSet
import androidx.preference.EditTextPreference
enum class TextKey(val key: String) { Token("sync_token") }
class TextSetting(context: Context, attributes: AttributeSet? = null, declared: TextKey? = null) :
    EditTextPreference(context, attributes) {
    init { declared?.let { key = it.key } }
}
fun f(context: Context) { TextSetting(context, declared = TextKey.Token) }
"""
    )
    assert "sync_token" in {key for key, _, _ in keys_written(interpreted, "Main.kt")}
