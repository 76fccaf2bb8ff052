"""States that libraries keep in a store and bring back when the app starts."""

from __future__ import annotations

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.models.kept_states import kept_entities
from tests.flow.programs import run

ASYNC_STORAGE = "import AsyncStorage from '@react-native-async-storage/async-storage';\n"
ZUSTAND = f"import {{ persist, createJSONStorage }} from 'zustand/middleware';\n{ASYNC_STORAGE}"


def kept(interpreted: Interpreted) -> dict[str, tuple[str, list[str]]]:
    """Name of each state → the engine that keeps it, and its attributes."""
    entities = kept_entities(interpreted.events)
    return {one.name: (one.engine, [attribute.name for attribute in one.attributes]) for one in entities}


def test_functions_of_a_state_are_not_kept_and_its_store_is_the_one_named() -> None:
    text = f"""{ZUSTAND}
export const useSession = persist(
  (set) => ({{ accessToken: null, theme: 'dark', signOut: () => set({{}}) }}),
  {{ name: 'session', storage: createJSONStorage(() => AsyncStorage) }},
);
"""
    assert kept(run(**{"a.ts": text})) == {"session": ("async-storage", ["accessToken", "theme"])}


def test_a_part_that_a_function_picks_is_all_that_is_kept() -> None:
    text = f"""{ZUSTAND}
export const useSession = persist(
  (set) => ({{ accessToken: null, theme: 'dark' }}),
  {{ name: 'session', partialize: (state) => ({{ theme: state.theme }}) }},
);
"""
    assert kept(run(**{"a.ts": text})) == {"session": ("web-storage", ["theme"])}


def test_reducers_stand_for_what_they_begin_with_and_lists_of_names_choose_among_them() -> None:
    reducers = """
const initial = { token: null };
export function session(state = initial, action) { return state; }
export function form(state = { password: '' }, action) { return state; }
"""
    text = f"""{ASYNC_STORAGE}
import {{ persistReducer }} from 'redux-persist';
import {{ combineReducers }} from 'redux';
import {{ session, form }} from './reducers';
const config = {{ key: 'root', storage: AsyncStorage, whitelist: ['session'] }};
export default persistReducer(config, combineReducers({{ session, form }}));
"""
    interpreted = run(**{"reducers.ts": reducers, "store.ts": text})
    assert kept(interpreted) == {"session": ("async-storage", ["token"])}
    (entity,) = kept_entities(interpreted.events)
    assert (entity.location.path, entity.attributes[0].location.span.start_line) == ("reducers.ts", 2)


def test_what_is_left_out_by_name_is_not_kept() -> None:
    text = f"""{ASYNC_STORAGE}
import {{ persist }} from 'easy-peasy';
const options = {{ storage: AsyncStorage, deny: ['refreshToken'] }};
export const model = persist({{ refreshToken: null, locale: 'en' }}, options);
"""
    assert kept(run(**{"a.ts": text})) == {"persist": ("async-storage", ["locale"])}


def test_the_fields_of_an_object_of_a_class_are_its_state() -> None:
    text = f"""{ASYNC_STORAGE}
import {{ makePersistable }} from 'mobx-persist-store';
export class SessionStore {{
  static version = 1;
  accessToken = '';
  password = '';
  constructor() {{
    makePersistable(this, {{ name: 'Session', properties: ['accessToken'], storage: AsyncStorage }});
  }}
}}
"""
    interpreted = run(**{"a.ts": text})
    assert kept(interpreted) == {"Session": ("async-storage", ["accessToken"])}
    (entity,) = kept_entities(interpreted.events)
    assert entity.attributes[0].location.span.start_line == 6


def test_a_key_of_a_transform_ciphers_the_store() -> None:
    text = f"""{ASYNC_STORAGE}
import {{ persistReducer }} from 'redux-persist';
import {{ encryptTransform }} from 'redux-persist-transform-encrypt';
const session = (state = {{ token: null }}, action) => state;
export const kept = (secretKey) =>
  persistReducer({{ key: 'root', storage: AsyncStorage, transforms: [encryptTransform({{ secretKey }})] }}, session);
"""
    stores = {
        event.store.at_rest for event in run(**{"a.ts": text}).events if event.kind == "store.keep" and event.store
    }
    assert stores == {"ciphered"}


def test_a_store_of_the_project_stands_for_the_one_it_writes_into() -> None:
    text = f"""{ZUSTAND}
import * as SecureStore from 'expo-secure-store';
const vault = {{
  getItem: (name) => SecureStore.getItemAsync(name),
  setItem: (name, value) => SecureStore.setItemAsync(name, value),
}};
const options = {{ name: 'session', storage: createJSONStorage(() => vault) }};
export const useSession = persist((set) => ({{ accessToken: null }}), options);
"""
    assert kept(run(**{"a.ts": text})) == {"session": ("keystore", ["accessToken"])}
