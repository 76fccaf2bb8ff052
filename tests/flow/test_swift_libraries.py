"""Swift programs that use libraries: stubs, C functions, closures, constants that need no import."""

from __future__ import annotations

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.values.value import all_taints
from tests.flow.programs import data_types, events_of, run, written


def swift(text: str) -> Interpreted:
    return run(Main_swift=text)


def constants(interpreted: Interpreted, kind: str) -> list[object]:
    return [one.value for event in events_of(interpreted, kind) for one in event.value.constants]


def test_a_type_of_the_project_that_only_says_how_a_library_looks_is_the_library() -> None:
    stub = "class UserDefaults { func set(_ value: Any?, forKey key: String) {} }\n"
    own = "class UserDefaults { func set(_ value: Any?, forKey key: String) { Vault.shared.put(value, key) } }\n"
    use = 'func keep(defaults: UserDefaults, password: String) { defaults.set(password, forKey: "x") }'
    assert written(swift(stub + use)) == {("x", "cred.password")}
    assert written(swift(own + use)) == set()


def test_a_function_of_the_project_that_only_says_how_a_library_looks_is_the_library() -> None:
    use = "func trace(password: String) { NSLog(password) }"
    stub = swift("func NSLog(_ format: String, _ args: Any...) {}\n" + use)
    own = swift("func NSLog(_ format: String, _ args: Any...) { counter.add(1) }\n" + use)
    assert len(events_of(stub, "log")) == 1
    assert events_of(own, "log") == []


def test_the_first_argument_of_a_c_function_is_the_store() -> None:
    interpreted = swift(
        """
        func save(notes diagnosis: String, path: String) {
            var db: OpaquePointer?
            var statement: OpaquePointer?
            sqlite3_open(path, &db)
            sqlite3_prepare_v2(db, "INSERT INTO visit VALUES (?)", -1, &statement, nil)
            sqlite3_bind_text(statement, 1, diagnosis, -1, nil)
        }
        """
    )
    assert ("?", "health.condition") in written(interpreted)
    assert {event.store.engine for event in events_of(interpreted, "store.write") if event.store} == {"sqlite"}


def test_a_key_given_to_a_c_function_ciphers_its_store() -> None:
    interpreted = swift(
        """
        func save(diagnosis: String, path: String, key: Data) {
            var db: OpaquePointer?
            sqlite3_open(path, &db)
            sqlite3_key(db, key, 32)
            sqlite3_exec(db, "UPDATE visit SET finding = '\\(diagnosis)'", nil, nil, nil)
        }
        """
    )
    assert {event.store.at_rest for event in events_of(interpreted, "store.write") if event.store} == {"ciphered"}


def test_one_of_several_options_decides() -> None:
    interpreted = swift(
        """
        func save(diagnosis: Data, file: URL) throws {
            try diagnosis.write(to: file, options: [.atomic, .completeFileProtection])
        }
        """
    )
    assert [event.store.at_rest for event in events_of(interpreted, "store.write") if event.store] == ["ciphered"]


def test_an_array_that_a_closure_fills_is_not_blank() -> None:
    interpreted = swift(
        """
        func seal(_ message: [UInt8], key: [UInt8]) throws {
            var vector = [UInt8](repeating: 0, count: 16)
            let blank = [UInt8](repeating: 0, count: 16)
            vector.withUnsafeMutableBytes { fill($0) }
            _ = CBC(iv: vector)
            _ = CBC(iv: blank)
        }
        """
    )
    origins = [{one.label.name for one in all_taints(event.value)} for event in events_of(interpreted, "crypto.iv")]
    assert origins == [set(), {"blank"}]


def test_closures_of_a_computed_property_run() -> None:
    interpreted = swift(
        """
        struct Phrase: View {
            let seedPhrase: String
            var body: some View { Button("Copy") { UIPasteboard.general.string = seedPhrase } }
        }
        """
    )
    assert [data_types(event) for event in events_of(interpreted, "clipboard")] == [{"cred.seed_phrase"}]


def test_names_that_models_know_need_no_import() -> None:
    interpreted = swift(
        """
        func open(configuration: URLSessionConfiguration) {
            configuration.tlsMinimumSupportedProtocolVersion = tls_protocol_version_t.TLSv10
            AF.request("http://tides.example.net")
            CCCrypt(0, UInt32(kCCAlgorithmDES), 0, nil, 8, nil, nil, 0, nil, 0, nil)
        }
        """
    )
    assert constants(interpreted, "tls.protocol") == [".TLSv10"]
    assert constants(interpreted, "network.url") == ["http://tides.example.net"]
    assert constants(interpreted, "crypto.algorithm") == ["DES"]


def test_an_enumeration_of_the_project_named_like_a_modelled_one_has_its_constants() -> None:
    interpreted = swift(
        """
        enum tls_protocol_version_t: UInt16 { case TLSv10 = 1 }
        func open(configuration: URLSessionConfiguration) {
            configuration.tlsMinimumSupportedProtocolVersion = tls_protocol_version_t.TLSv10
        }
        """
    )
    assert constants(interpreted, "tls.protocol") == [".TLSv10"]


def test_a_function_that_yields_an_empty_text_yields_what_its_name_says() -> None:
    interpreted = swift(
        """
        func getPassword() -> String { return "" }
        func keep() { UserDefaults.standard.set(getPassword(), forKey: "x") }
        """
    )
    assert written(interpreted) == {("x", "cred.password")}
