"""Values that the build compiles into the app: each way of doing so is seen, and joined with where the value stands."""

from __future__ import annotations

import pytest

from secure_lint.model.finding import Severity
from tests.credentials.detecting import joined, judged

KEY = joined("qV3mZb81KcYw0RtX", "7LhDs92PgFu4NjEa")

WAYS = {
    "lib/keys.dart": "const key = String.fromEnvironment('PAYMENT_API_KEY');\n",
    "lib/env.dart": "@EnviedField(varName: 'PAYMENT_API_KEY')\nstatic const String k = _Env.k;\n",
    "lib/env/env.dart": "@EnviedField(obfuscate: true)\nstatic final String paymentApiKey = _Env.paymentApiKey;\n",
    "lib/dotenv.dart": "import 'package:flutter_dotenv/all.dart';\nfinal k = dotenv.env['PAYMENT_API_KEY'];\n",
    ".github/workflows/release.yml": "- run: flutter build apk --dart-define=PAYMENT_API_KEY=${{ secrets.PAY }}\n",
    "src/api.ts": "const key = process.env.EXPO_PUBLIC_PAYMENT_API_KEY\n",
    "src/vite.ts": "const key = import.meta.env.VITE_PAYMENT_API_KEY\n",
    "src/config.js": "import Config from 'react-native-config'\nsend(Config.PAYMENT_API_KEY)\n",
    "src/env.js": "import { API_URL,\n PAYMENT_API_KEY as key } from '@env'\n",
    "webpack.config.js": "plugins: [new DefinePlugin({ KEY: JSON.stringify(process.env.PAYMENT_API_KEY) })]\n",
    "app.config.ts": "export default { extra: { key: process.env.PAYMENT_API_KEY, eas: { projectId: 'a' } } }\n",
}


@pytest.mark.parametrize("path", WAYS)
def test_a_setting_that_is_compiled_in_is_noted(path: str) -> None:
    (finding,) = judged({path: WAYS[path]})
    assert (finding.code, finding.severity) == ("SL307", Severity.NOTE)
    assert "PAYMENT_API_KEY" in finding.message or "paymentApiKey" in finding.message


@pytest.mark.parametrize("path", WAYS)
@pytest.mark.parametrize("name", ["AMPLITUDE_API_KEY", "SENTRY_DSN", "API_URL", "GOOGLE_MAPS_API_KEY"])
def test_what_may_ship_is_not_noted(path: str, name: str) -> None:
    assert judged({path: WAYS[path].replace("PAYMENT_API_KEY", name).replace("paymentApiKey", "amplitudeApiKey")}) == ()


def test_a_token_of_a_service_that_counts_is_noted_all_the_same() -> None:
    (finding,) = judged({"src/api.ts": "const key = process.env.EXPO_PUBLIC_SENTRY_AUTH_TOKEN\n"})
    assert finding.code == "SL307"


def test_a_setting_that_is_read_on_a_server_is_not_compiled_in() -> None:
    assert judged({"server/api.ts": "const key = process.env.PAYMENT_API_KEY\n"}) == ()


def test_one_note_for_a_setting_with_all_places() -> None:
    (finding,) = judged({path: WAYS[path] for path in ("lib/keys.dart", ".github/workflows/release.yml")})
    assert finding.location.path == "lib/keys.dart"
    assert [step.location.path for step in finding.related] == [".github/workflows/release.yml"]


def test_a_value_that_is_written_down_for_the_build_ships() -> None:
    written = {"gradle.properties": f"PAYMENT_API_KEY={KEY}\n"}
    (alone,) = judged(dict(written))
    assert (alone.code, alone.severity) == ("SL302", Severity.WARNING)
    (finding,) = judged({**written, "lib/keys.dart": WAYS["lib/keys.dart"]})
    assert (finding.code, finding.severity, finding.location.path) == ("SL301", Severity.ERROR, "gradle.properties")
    assert "in the app" in finding.message
    assert [step.location.path for step in finding.related] == ["lib/keys.dart"]


def test_a_file_of_definitions_ships() -> None:
    files: dict[str, str | bytes] = {
        "ci/keys.properties": f"PAYMENT_API_KEY={KEY}\n",
        "ci/keys.json": f'{{"API_KEY": "{KEY}"}}',
    }
    assert "in the build only" in judged(files)[0].message
    files["Makefile"] = "apk:\n\tflutter build apk --dart-define-from-file=ci/keys.json\n"
    assert "in the app" in judged(files)[0].message


def test_an_embedded_settings_file_ships() -> None:
    files: dict[str, str | bytes] = {"App/appsettings.json": f'{{"ApiKey": "{KEY}"}}\n'}
    assert "on the server" in judged(files)[0].message
    files["App/App.csproj"] = (
        '<Project><ItemGroup><EmbeddedResource Include="appsettings.json" /></ItemGroup></Project>\n'
    )
    assert "in the app" in judged(files)[0].message


def test_a_vendors_token_goes_by_the_name_it_is_given() -> None:
    token = joined("npm_", "Lrs6EprWOz1y1UdDuO8Z5spwnMWVrW3fFsWO")
    (finding,) = judged({"gradle.properties": f"registryToken={token}\n"})
    assert "`registryToken`" in finding.message


def test_a_file_of_the_secrets_plugin_ships() -> None:
    files: dict[str, str | bytes] = {"app/secrets.defaults.properties": f"ROUTING_API_KEY={KEY}\n"}
    assert "in the source" in judged(files)[0].message
    files["app/build.gradle.kts"] = 'secrets {\n  defaultPropertiesFileName = "secrets.defaults.properties"\n}\n'
    assert "in the app" in judged(files)[0].message


def test_what_a_test_takes_from_the_build_does_not_ship() -> None:
    assert judged({"integration_test/keys_test.dart": WAYS["lib/keys.dart"]}) == ()
