"""Branches by the type of what a function was given, as calls see them that know the type."""

from __future__ import annotations

import pytest

from tests.flow.programs import kotlin, run, written

KEEPER = """
class Keeper(context: Context, private val vault: Vault) {{
  private val preferences = context.getSharedPreferences("app", 0)
  fun keep(key: String, value: Any?) {{
    {body}
  }}
  fun put(key: String, value: Any?) {{
    value?.let {{
      when (it) {{
        is Boolean -> preferences.edit {{ putBoolean(key, it) }}
        is String -> preferences.edit {{ putString(key, it) }}
      }}
    }}
  }}
  fun login(password: String) {{ {call} }}
}}
"""
TO_VAULT = "if (value is String) { vault.set(key, value) } else { put(key, value) }"


@pytest.mark.parametrize(
    ("body", "call", "expected"),
    [
        (TO_VAULT, 'keep("password", password)', set()),
        ("if (value !is String) { put(key, value) }", 'keep("password", password)', set()),
        (
            "if (value is String) { vault.set(key, value); return }\n put(key, value)",
            'keep("password", password)',
            set(),
        ),
        ("if (value is Int) { vault.set(key, value) } else { put(key, value) }", 'keep("password", password)', None),
        ("if (value is Token) { vault.set(key, value) } else { put(key, value) }", 'keep("password", password)', None),
        (TO_VAULT, 'put("password", password)', None),
    ],
)
def test_a_value_takes_the_branch_of_its_type(body: str, call: str, expected: set[tuple[str, str]] | None) -> None:
    found = written(kotlin(KEEPER.format(body=body, call=call)))
    assert found == (expected if expected is not None else {("password", "cred.password")})


JAVA = """package app;
import android.content.SharedPreferences;
class Keeper {
  private SharedPreferences preferences;
  void put(String key, Object value) {
    if (value instanceof Integer) {
      preferences.edit().putInt(key, (Integer) value).apply();
    } else if (value instanceof String) {
      preferences.edit().putString(key, (String) value).apply();
    }
  }
  void login(String password) { put("password", password); }
}
"""


def test_java_asks_for_types_with_instanceof() -> None:
    interpreted = run(Keeper_java=JAVA)
    calls = {event.inner[-1].note for event in interpreted.events if event.kind == "store.write" and event.inner}
    assert calls == {"and reaches `putString`"}
