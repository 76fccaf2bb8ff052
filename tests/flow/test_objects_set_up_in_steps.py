"""Sinks that wait until an object has been set up, and what a function can refuse."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import events_of, run

MAIL = "import java.util.Properties;\n"
TRUST = "import javax.net.ssl.X509TrustManager;\nimport java.security.cert.*;\n"

ENABLED, CHECKED = "mail.smtp.ssl.enable", "mail.smtp.ssl.checkserveridentity"


def members_at_mail(body: str) -> list[tuple[int, set[str]]]:
    text = f"package app;\n{MAIL}class A {{ void f(boolean c) {{\n{body}\n}} }}"
    events = events_of(run(Main_java=text), "tls.mail")
    return [(event.location.span.start_line - 3, set(event.value.members or {})) for event in events]


def test_a_settled_sink_sees_what_is_set_later() -> None:
    body = (
        'Properties p = new Properties();\np.put("mail.smtp.ssl.enable", "true");\n'
        'p.put("mail.smtp.ssl.checkserveridentity", "true");'
    )
    assert members_at_mail(body) == [(2, {"tls", "identity", ENABLED, CHECKED})]


def test_a_variable_of_one_branch_is_settled_at_its_end() -> None:
    body = (
        'if (c) {\nProperties p = new Properties();\np.put("mail.smtp.ssl.enable", "true");\n} else {\n'
        'Properties p = new Properties();\np.put("mail.smtp.ssl.enable", "true");\n'
        'p.put("mail.smtp.ssl.checkserveridentity", "true"); }'
    )
    assert members_at_mail(body) == [(3, {"tls", ENABLED}), (6, {"tls", "identity", ENABLED, CHECKED})]


def test_the_object_of_a_caller_is_not_judged() -> None:
    text = f'package app;\n{MAIL}class A {{ void f(Properties p) {{ p.put("mail.smtp.ssl.enable", "true"); }} }}'
    assert events_of(run(Main_java=text), "tls.mail") == []


REFUSING = {
    "throw": "throw new CertificateException();",
    "unseen call": "other.checkServerTrusted(chain, type);",
    "handler": "try { other.checkServerTrusted(chain, type); } catch (Exception e) { throw new CertificateException(e); }",
    "second opinion": (
        "try { other.checkServerTrusted(chain, type); } catch (Exception e) { third.checkServerTrusted(chain, type); }"
    ),
    "before a swallowed one": (
        "other.checkServerTrusted(chain, type); try { third.checkServerTrusted(chain, type); } catch (Exception e) { }"
    ),
}

ACCEPTING = {
    "nothing": "",
    "swallowed call": "try { other.checkServerTrusted(chain, type); } catch (Exception e) { e.printStackTrace(); }",
    "swallowed throw": "try { throw new CertificateException(); } catch (Exception e) { }",
    "handler that never runs": (
        "try { chain[0].checkValidity(); } catch (Exception e) { throw new CertificateException(e); }"
    ),
}


def refuses(body: str) -> bool:
    text = (
        f"package app;\n{TRUST}class A implements X509TrustManager {{ X509TrustManager other; X509TrustManager third;\n"
        f"public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {{ {body} }} }}"
    )
    summaries = run(Main_java=text).summaries
    (found,) = (summary for key, summary in summaries.items() if "checkServerTrusted" in key)
    return found.throws


@pytest.mark.parametrize("body", REFUSING.values(), ids=REFUSING.keys())
def test_what_may_throw_refuses(body: str) -> None:
    assert refuses(body)


@pytest.mark.parametrize("body", ACCEPTING.values(), ids=ACCEPTING.keys())
def test_what_is_swallowed_refuses_nothing(body: str) -> None:
    assert not refuses(body)


REALM = """
package app
import io.realm.RealmConfiguration
class Keys(val secrets: Secrets) {{
    fun protect(builder: RealmConfiguration.Builder) {{ builder.encryptionKey(secrets.key()) }}
    fun name(builder: RealmConfiguration.Builder) {{ builder.name("other") }}
}}
class Maker(val keys: Keys) {{
    fun configuration(): RealmConfiguration {{ {body} }}
}}
"""


@pytest.mark.parametrize(
    ("body", "at_rest"),
    [
        ("val b = RealmConfiguration.Builder(); keys.protect(b); return b.build()", "ciphered"),
        ("return RealmConfiguration.Builder().apply { keys.protect(this) }.build()", "ciphered"),
        ("val b = RealmConfiguration.Builder(); keys.name(b); return b.build()", "plain"),
        (
            "val b = RealmConfiguration.Builder(); b.encryptionKey(keys.key()); keys.name(b); return b.build()",
            "ciphered",
        ),
    ],
)
def test_a_store_is_ciphered_by_a_function_that_is_handed_its_builder(body: str, at_rest: str) -> None:
    interpreted = run(**{"a.kt": REALM.format(body=body)})
    made = next(one.result for key, one in interpreted.summaries.items() if "configuration" in key)
    assert made.store is not None
    assert made.store.at_rest == at_rest
