"""What is fixed in Python, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.fixing import fixed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("requests.get(url, timeout=3, verify=False).json()", "requests.get(url, timeout=3, verify=True).json()"),
        ("requests.get(url, verify = ( False ) )", "requests.get(url, verify = ( True ) )"),
        ("requests.put(\n    url,  # b\n    verify=False,\n)", "requests.put(\n    url,  # b\n    verify=True,\n)"),
        ("httpx.Client(http2=True, verify=False)", "httpx.Client(http2=True, verify=True)"),
        ("session.verify = False", "session.verify = True"),
        ("if url.secure:\n    session.verify = False", "if url.secure:\n    session.verify = True"),
        ("pymongo.MongoClient(tls=True, tlsInsecure=True)", "pymongo.MongoClient(tls=True, tlsInsecure=False)"),
        ("urllib3.PoolManager(4, assert_hostname=False)", "urllib3.PoolManager(4)"),
        ("aiohttp.TCPConnector(ssl=False)", "aiohttp.TCPConnector()"),
        ("aiohttp.TCPConnector(ssl=False, )", "aiohttp.TCPConnector()"),
        ("aiohttp.TCPConnector(ssl=False, limit=4)", "aiohttp.TCPConnector(limit=4)"),
        ("aiohttp.TCPConnector(\n    limit=4,\n    ssl=False,\n)", "aiohttp.TCPConnector(\n    limit=4,\n)"),
        ("urlopen(url, context=ssl._create_unverified_context())",
         "urlopen(url, context=ssl.create_default_context())"),
        (
            "ssl._create_default_https_context = ssl._create_unverified_context",
            "ssl._create_default_https_context = ssl.create_default_context",
        ),
        ('requests.get("http://api.shop.com/v1")', 'requests.get("https://api.shop.com/v1")'),
        ("requests.get('''HTTP://api.shop.com''')", "requests.get('''https://api.shop.com''')"),
        ('requests.get(f"http://api.shop.com/{url}")', 'requests.get(f"https://api.shop.com/{url}")'),
        ('requests.get("http://api.shop.com/" + url)', 'requests.get("https://api.shop.com/" + url)'),
        ('requests.get("http://api.shop.com/%s" % url)', 'requests.get("https://api.shop.com/%s" % url)'),
        ('requests.get("http://api.shop.com/{}".format(url))', 'requests.get("https://api.shop.com/{}".format(url))'),
        ('requests.get(url=r"http://api.shop.com").ok == 1', 'requests.get(url=r"https://api.shop.com").ok == 1'),
    ],
)  # fmt: skip
def test_safe_fixes(tmp_path: Path, before: str, after: str) -> None:
    head = (
        "import ssl\nfrom urllib.request import urlopen\nimport aiohttp\nimport httpx\nimport pymongo\n"
        "import requests\nimport urllib3\n\nsession = requests.Session()\nurl = load()\n"
    )
    assert fixed(tmp_path, f"{head}{before}\n") == f"{head}{after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("VERIFY = False\nrequests.get(url, verify=VERIFY)", "VERIFY = True\nrequests.get(url, verify=VERIFY)"),
        ('options = {"verify": False}\nrequests.get(url, **options)',
         'options = {"verify": True}\nrequests.get(url, **options)'),
        ('urllib3.PoolManager(cert_reqs="CERT_NONE")', 'urllib3.PoolManager(cert_reqs="CERT_REQUIRED")'),
        ('requests.get("http://api.shop.com", proxies={})', 'requests.get("https://api.shop.com", proxies={})'),
        ("if insecure:\n    requests.get(url, verify=False)", "if insecure:\n    requests.get(url, verify=True)"),
        (
            "def unverified_context():\n    return ssl._create_unverified_context()",
            "def unverified_context():\n    return ssl.create_default_context()",
        ),
        ("urllib3.PoolManager(cert_reqs=ssl.CERT_NONE)", "urllib3.PoolManager(cert_reqs=ssl.CERT_REQUIRED)"),
        (
            "requests.get(url, verify=False)  # The device signs its own: no certificate check",
            "requests.get(url, verify=True)  # The device signs its own: no certificate check",
        ),
        (
            "# Only encryption, no verification\nmade = 1\nrequests.get(url, verify=False)",
            "# Only encryption, no verification\nmade = 1\nrequests.get(url, verify=True)",
        ),
    ],
)  # fmt: skip
def test_fixes_that_need_a_second_look_are_made_only_when_asked_for(tmp_path: Path, before: str, after: str) -> None:
    head = "import ssl\nimport requests\nimport urllib3\n\nurl = load()\n"
    assert fixed(tmp_path, head + before) == head + before
    assert fixed(tmp_path, head + before, unsafe=True) == head + after


@pytest.mark.parametrize(
    "code",
    [
        'requests.get("http://api.shop.com:8080/v1")',
        'requests.get("http://203.0.113.7/v1")',
        'requests.get("http://10.0.0.7/v1")',
        'requests.get("http://localhost/v1")',
        'requests.get("http://api.shop.internal/v1")',
        'requests.get("http://api.shop.com" + url)',
        'requests.get("http://api.shop" ".com/v1")',
        'requests.get(f"http://api.shop.com{url}")',
        'BASE = "http://api.shop.com/v1"\nif url == BASE:\n    requests.get(BASE)',
        'BASE = "http://api.shop.com/v1"\nrequests.get(BASE)\nassert BASE.startswith("http:")',
        'BASE = "http://api.shop.com/v1"\nrequests.get(BASE)\nhost = BASE[7:]',
        "requests.get(url, verify=False if url else True)",
        "requests.get(url, verify=not True)",
        "from ssl import CERT_NONE\nurllib3.PoolManager(cert_reqs=CERT_NONE)",
        "aiohttp.TCPConnector(limit=4,  # few\n    ssl=False)",
        "urlopen(url, context=ssl._create_unverified_context(ssl.PROTOCOL_TLS))",
    ],
)
def test_what_is_not_sure_is_not_even_an_unsafe_fix(tmp_path: Path, code: str) -> None:
    head = "import ssl\nfrom urllib.request import urlopen\nimport aiohttp\nimport requests, urllib3\n\nurl = load()\n"
    assert fixed(tmp_path, head + code, unsafe=True) == head + code


def test_a_comment_about_something_else_is_no_choice(tmp_path: Path) -> None:
    text = "import requests\n\n# No verification of names\n\n# What the shop has\nrequests.get(url, verify=False)\n"
    assert fixed(tmp_path, text) == text.replace("False", "True")


CONTEXT = """import ssl
from urllib.request import urlopen


def fetch(url):
    context = ssl.{maker}
    context.check_hostname = {hostname}
    context.verify_mode = ssl.{mode}{comment}
    return urlopen(url, context=context)
"""


def test_a_default_context_keeps_its_defaults(tmp_path: Path) -> None:
    maker = "create_default_context()"
    text = CONTEXT.format(maker=maker, hostname=False, mode="CERT_NONE", comment="")
    assert fixed(tmp_path, text) == CONTEXT.format(maker=maker, hostname=True, mode="CERT_REQUIRED", comment="")


def test_a_context_that_was_none_before_is_a_default_one(tmp_path: Path) -> None:
    text = CONTEXT.format(maker="create_default_context()", hostname=False, mode="CERT_NONE", comment="")
    text = text.replace("    context = ssl", "    context = None\n    if url:\n        pass\n    context = ssl")
    assert fixed(tmp_path, text) == text.replace("False", "True").replace("CERT_NONE", "CERT_REQUIRED")


def test_names_are_not_checked_without_certificates_since_that_would_raise(tmp_path: Path) -> None:
    text = CONTEXT.format(
        maker="create_default_context()",
        hostname=False,
        mode="CERT_NONE",
        comment="  # secure-lint: ignore[SL204] -- the device signs its own certificate",
    )
    assert fixed(tmp_path, text, unsafe=True) == text


def test_a_context_of_another_kind_needs_a_second_look(tmp_path: Path) -> None:
    maker = "SSLContext(ssl.PROTOCOL_TLS_CLIENT)"
    text = CONTEXT.format(maker=maker, hostname=False, mode="CERT_NONE", comment="")
    assert fixed(tmp_path, text) == text
    after = CONTEXT.format(maker=maker, hostname=True, mode="CERT_REQUIRED", comment="")
    assert fixed(tmp_path, text, unsafe=True) == after


def test_a_literal_in_another_file_needs_a_second_look(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('SHOP_URL = "http://api.shop.com/v1"\n')
    fixed(tmp_path, "import requests\nfrom settings import SHOP_URL\n\nrequests.get(SHOP_URL)\n")
    assert (tmp_path / "settings.py").read_text() == 'SHOP_URL = "http://api.shop.com/v1"\n'
    fixed(tmp_path, "import requests\nfrom settings import SHOP_URL\n\nrequests.get(SHOP_URL)\n", unsafe=True)
    assert (tmp_path / "settings.py").read_text() == 'SHOP_URL = "https://api.shop.com/v1"\n'


def test_all_findings_of_a_file_are_fixed_at_once_and_the_same_value_once(tmp_path: Path) -> None:
    text = (
        "import requests\n\nBASE = 'http://api.shop.com/v1/'\n\n\ndef load(path):\n"
        "    requests.get(BASE + path, verify=False)\n    return requests.get(BASE, verify=False)\n"
    )
    assert fixed(tmp_path, text) == text.replace("http:", "https:").replace("False", "True")
