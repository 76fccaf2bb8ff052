"""Tests of what the lexical scan finds in source code."""

from __future__ import annotations

import time

import pytest

from tests.credentials.detecting import candidates, found_lines

GUILTY = [
    ("a.swift", 'let password = "tr0ut-m0on"'),
    ("a.swift", 'try vault.open(path: url, password: "tr0ut-m0on")'),
    ("a.m", '[zip openWithPassword:@"tr0ut-m0on" error:nil];'),
    ("a.m", 'NSDictionary *d = @{ @"password" : @"tr0ut-m0on" };'),
    ("a.cs", 'var p = new NetworkCredential("ann", "tr0ut-m0on");'),
    ("a.cs", 'const string ConnectionString = "Server=db; User=ann; Password = tr0ut99";'),
    ("a.cs", 'if (password == "tr0ut-m0on") { }'),
    ("a.py", "SECRET_KEY = 'tr0ut-m0on'"),
    ("a.py", "app.config['SECRET_KEY'] = 'tr0ut-m0on'"),
    ("a.py", "def connect(host, password='tr0ut-m0on'): pass"),
    ("a.py", "password = os.getenv('DB_PASSWORD', 'tr0ut-m0on')"),
    ("a.py", "app.secret_key, _ = 'tr0ut-m0on', 1"),
    ("a.js", "const token = process.env.TOKEN || '9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e'"),
    ("a.js", "jwt.sign(payload, 'hill-walker')"),
    ("a.js", "client.login('ann', 'demo123')"),
    ("a.ts", "export const config = { user: 'ann', password: 'tr0ut-m0on' }"),
    ("a.ts", "if ('tr0ut-m0on' === password) { grant() }"),
    ("a.go", 'password := "tr0ut-m0on"'),
    ("a.go", 'var apiKey string = "9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e"'),
    ("a.dart", "final apiKey = 'qV3mZb81KcYw0RtX7LhDs92PgFu4NjEa';"),
    ("a.php", "$password = 'tr0ut-m0on';"),
    ("a.php", "define('DB_PASSWORD', 'tr0ut-m0on');"),
    ("a.rb", "config.secret_key = 'tr0ut-m0on'"),
    ("a.rb", "{ :password => 'tr0ut-m0on' }"),
    ("a.kt", 'val password = "tr0ut-m0on".toCharArray()'),
    ("a.kt", 'mapOf("password" to "tr0ut-m0on")'),
    ("a.java", 'if ("tr0ut-m0on".equals(password)) { }'),
    ("a.java", 'new PasswordAuthentication("ann", "demo123".toCharArray());'),
    ("a.java", 'request.setPassword("tr0ut-m0on");'),
    ("a.sql", "ALTER USER ann SET password = 'tr0ut-m0on';"),
    ("a.tf", 'password = "tr0ut-m0on"'),
    ("a.json", '{"clientSecret": "tr0ut-m0on"}'),
    ("a.sh", 'export DB_PASSWORD="tr0ut-m0on"'),
    ("deploy.txt", "DB_PASSWORD=tr0ut-m0on"),
    ("a.cs", 'public string ApiKey { get; set; } = "9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e";'),
    ("a.cs", 'public string Password { get => "tr0ut-m0on"; }'),
    ("a.cs", 'static string GetToken() => "9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e";'),
    ("a.cs", 'var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("tr0ut-m0on"));'),
    ("a.cs", 'var c = @"Server=db;Password=""tr0ut;m0on99""";'),
    ("a.cs", 'new List { { "password", "tr0ut-m0on" }, { "user", "ann" } };'),
    ("a.cs", 'new GitCredential("ann", "tr0ut-m0on")'),
    ("a.swift", 'request.setValue("Bearer 9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e", forHTTPHeaderField: "Authorization")'),
    ("a.swift", 'keychain.set("tr0ut-m0on", forKey: "password")'),
    ("a.swift", 'URLQueryItem(name: "api_key", value: "9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e")'),
    ("a.swift", 'let apiKey = #"9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e"#'),
    ("a.m", '#define API_SECRET @"tr0ut-m0on"'),
    ("a.m", '[request setValue:@"tr0ut-m0on" forHTTPHeaderField:@"X-Password"];'),
    ("a.m", 'if ([password isEqualToString:@"tr0ut-m0on"]) { }'),
    ("a.m", '- (NSString *)apiSecret { return @"tr0ut-m0on"; }'),
    ("a.m", 'params[@"password"] = @"tr0ut-m0on";'),
    ("a.dart", "final k = dotenv.env['API_KEY'] ?? '9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e';"),
    ("a.dart", "const password = 'tr0ut-' 'm0on99';"),
    ("a.go", 'http.Cookie{Name: "password", Value: "tr0ut-m0on"}'),
    ("a.go", 'apiSecret := "tr0ut-" + "m0on99"'),
    ("a.js", "const getSecret = () => 'tr0ut-m0on'"),
    ("a.js", "const key = process.env.API_KEY || '9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e'"),
    ("a.php", "openssl_encrypt($data, 'aes-256-cbc', 'tr0ut-m0on')"),
    ("a.conf", "connect --password=tr0ut-m0on --host db"),
]

INNOCENT = [
    ("a.swift", 'let passwordLabel = "Enter it here"'),
    ("a.swift", "let password = textField.text"),
    ("a.swift", 'let password = "\\(user.password)"'),
    ("a.kt", 'const val KEY_PASSWORD = "key_password"'),
    ("a.kt", 'const val EXTRA_TOKEN = "extra_token"'),
    ("a.kt", 'val token = prefs.getString("token", null)'),
    ("a.kt", 'val password = BuildConfig.PASSWORD'),
    ("a.kt", '@SerializedName("access_token") val accessToken: String'),
    ("a.kt", 'fun setPassword(@Header("Authorization") credentials: String, @Field("passphrase1") password: String)'),
    ("a.java", 'String password = System.getenv("DB_PASSWORD");'),
    ("a.java", '// String password = "tr0ut-m0on";'),
    ("a.swift", 'switch x { case .a: token = "b"; default: break }'),
    ("a.m", '[label setText:@"Enter it here" forKey:@"password"];'),
    ("a.go", 'http.Cookie{Name: "password", Value: value}'),
    ("a.js", "const getLabel = () => 'password'"),
    ("a.js", "setClientCredentials('ann', bearer)"),
    ("a.yml", "key_file: ./fastlane/envfiles/AuthKey_KD7Q2M.p8\nAPI_KEY_FILEPATH: ./keys/AuthKey_KD7Q2M.p8"),
    ("a.ts", "const accessToken = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9...'"),
    ("a.java", 'onView(withId(R.id.password)).perform(typeText(text));'),
    ("a.java", 'if (type.equals("password")) { }'),
    ("a.java", 'String secretState = "secret" + new Random().nextInt(999);'),
    ("a.js", "const token = req.headers['authorization']"),
    ("a.js", "const password = `${user}-${salt}`"),
    ("a.js", "label = hidden ? 'password' : 'text'"),
    ("a.js", "field.attr('type', 'password')"),
    ("a.js", "jwt.sign(payload, process.env.SECRET)"),
    ("a.ts", "enum Field { Password = 'password', Token = 'token' }"),
    ("a.ts", "this.i18n = { passwordRepeat: 'Repeat your password' }"),
    ("a.py", 'cursor.execute("UPDATE t SET password = %s", (password,))'),
    ("a.py", "PASSWORD_HASHERS = ['django.contrib.auth.hashers.PBKDF2PasswordHasher']"),
    ("a.py", "password = 'changeme'"),
    ("a.py", '"""The password = "hunter" of the sample."""'),
    ("a.cs", 'var query = "UPDATE table SET password = @password";'),
    ("a.go", 'token := "${TOKEN}"'),
    ("a.json", '{"password": "Passwort vergessen?", "primaryKey": "id"}'),
    ("a.json", '{"integrity": "sha512-q7RtX2mZb81KcYw0LhDs92PgFu4NjEaQ7RtX2mZb81KcYw0LhDs92Pg=="}'),
    ("res/values-de/strings.xml", '<string name="password">Kennwort1</string>'),
    ("notes.txt", "The password: ask Ann for it."),
    ("deploy.txt", "DB_PASSWORD=${DB_PASSWORD}"),
    ("a.dart", "final jwtShape = RegExp(r'^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$');"),
    ("a.json", '{"auth.hills.invalid": "hills-cd-q7rtx2mzb81kcyw0.edge.hills.com"}'),
    ("a.kt", 'File("../../etc/passwd", "q7rtx2mzb81kcyw0")'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "code"), GUILTY)
def test_guilty_code(path: str, code: str) -> None:
    assert found_lines(path, f"\n{code}\n") == [2]


@pytest.mark.parametrize(("path", "code"), INNOCENT)
def test_innocent_code(path: str, code: str) -> None:
    assert candidates(path, f"\n{code}\n") == ()


def test_a_password_before_another_one_is_no_name() -> None:
    assert candidates("a.ts", "verify('password123', 'differentPass')\n") == ()
    assert found_lines("a.ts", "set('dbPassword', 'differentPass')\n") == [1]


def test_a_constant_counts_where_it_is_used() -> None:
    code = 'class A {\n  static final String WORD = "tr0ut-m0on";\n  void open() { db.open([password: WORD]); }\n}\n'
    assert found_lines("a.groovy", code) == [3]


def test_a_class_attribute_counts() -> None:
    assert found_lines("a.py", "class Api:\n    password = 'tr0ut-m0on'\n") == [2]


def test_a_constant_given_to_another_name_counts() -> None:
    code = 'class A {\n  const string Shared = "tr0ut-m0on";\n  string word = Shared;\n'
    assert found_lines("a.cs", code + '  void Open() { new NetworkCredential("ann", word); }\n}\n') == [4]


def test_constants_given_to_each_other_end() -> None:
    assert found_lines("a.cs", 'const string A = "x1y2z3";\nA = B;\nB = A;\nvar password = B;\n') in ([], [4])


def test_a_constant_of_another_function_does_not_count() -> None:
    code = "def one():\n    word = 'tr0ut-m0on'\n\ndef two(word):\n    login(password=word)\n"
    assert found_lines("a.py", code) == []


def test_a_parameter_hides_a_constant() -> None:
    code = "const word = 'tr0ut-m0on'\nfunction two(word) {\n  open({ password: word })\n}\n"
    assert found_lines("a.js", code) == []


def test_the_span_is_that_of_the_value() -> None:
    (found,) = candidates("a.py", "é = 1; password = 'tr0ut-m0on'\n")
    assert (found.span.start_line, found.span.start_column, found.span.end_column) == (1, 20, 30)


def test_no_candidate_holds_the_value() -> None:
    (found,) = candidates("a.py", "password = 'tr0ut-m0on-and-more-99'\n")
    assert "tr0ut-m0on-and-more-99" not in repr(found)
    assert found.redacted.startswith("tr0u...99")


def test_an_allow_mark_is_noted() -> None:
    (found,) = candidates("a.py", "password = 'tr0ut-m0on'  # gitleaks:allow\n")
    assert found.allowed == "gitleaks:allow"


@pytest.mark.parametrize("path", ["a.js", "a.py", "a.kt", "a.cs", "a.php", "a.sql", "a.json", "a.txt", "a.rb"])
@pytest.mark.parametrize(
    "piece",
    [
        "\"'`", "/*", "password", "password = (", 'password = "', "'''\"\"\"", "a.b.c(", "{[(", 'password = f("x", ',
        '\\"',
        '$@"', "secret: ", 'const a = "abc1"; password = a;\n', "://a:", "password=", "<password>",
        "tokentokentoken=", "#",
        "//", "x ? y : ", "a = b;\n", "{ get; ", ") => ", "forKey: ", 'name: "key", value: ', '"a" + ', "#define ",
        "UsernamePassword(", "ENV A ", '<a name="', "Authorization: Bearer ", "X-Key: ",
    ],
)  # fmt: skip
def test_hostile_code_takes_linear_time(path: str, piece: str) -> None:
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    assert isinstance(candidates(path, text), tuple)
    assert time.process_time() - started < 4.0
