"""What the interpreter understands of Python."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from secure_lint.flow.analysis import Interpreted
from tests.flow.programs import data_types, events_of, run

HEADER = "import logging\n\nlog = logging.getLogger(__name__)\n\n\n"


def python(body: str, **others: str) -> Interpreted:
    """Interpret one Python file that has a logger, and perhaps other files."""
    return run(main_py=HEADER + body, **others)


def logged(interpreted: Interpreted) -> set[str]:
    """Data types of what is logged unprotected."""
    return {name for event in events_of(interpreted, "log") for name in data_types(event)}


CASES = {
    "argument": "def f(password):\n    log.info(password)\n",
    "function by another name": "import logging\ntell = logging.info\ndef f(password):\n    tell(password)\n",
    "method by another name": "import logging\ndef f(password):\n    tell = logging.info\n    tell(password)\n",
    "insertion": "def f(password):\n    kept = []\n    kept.insert(0, password)\n    log.info(kept)\n",
    "reassignment": "def f(password):\n    x = password\n    x = x\n    log.info(x)\n",
    "script": "x = input_password\nx = x\nlog.info(x)\n",
    "started program": 'if __name__ == "__main__":\n    log.info(password)\n',
    "strip": "def f(password):\n    log.info(password.strip().encode('utf-8'))\n",
    "template": 'def f(password):\n    log.info(f"got {password!r}")\n',
    "percent": 'def f(password):\n    log.info("got %s" % password)\n',
    "unknown percent": "def f(password, text):\n    log.info(text % password)\n",
    "format": 'def f(password):\n    log.info("{} and {x}".format(1, x=password))\n',
    "lazy arguments": 'def f(password):\n    log.info("got %s", password)\n',
    "concatenation": 'def f(password):\n    log.info("a" + password)\n',
    "augmented": 'def f(password):\n    x = "a"\n    x += password\n    log.info(x)\n',
    "branch": 'def f(password, c):\n    x = "none"\n    if c:\n        x = password\n    log.info(x)\n',
    "conditional": 'def f(password, c):\n    log.info(password if c else "n")\n',
    "or": 'def f(password):\n    log.info(password or "none")\n',
    "walrus": "def f(password):\n    if (x := password):\n        log.info(x)\n",
    "loop": 'def f(password):\n    x = ""\n    for c in password:\n        x = x + c\n    log.info(x)\n',
    "try": "def f(password):\n    x = ''\n    try:\n        x = password\n    finally:\n        pass\n    log.info(x)\n",
    "with": "def f(password):\n    with password as x:\n        log.info(x)\n",
    "unpacking": "def f(password):\n    a, b = 1, password\n    log.info(b)\n",
    "unpacking a call": "def f(password):\n    a, b = password.split(':')\n    log.info(b)\n",
    "match": "def f(password):\n    match password:\n        case x:\n            log.info(x)\n",
    "comprehension": "def f(password):\n    log.info([c + 'x' for c in password])\n",
    "join": "def f(password):\n    log.info(','.join([password, 'b']))\n",
    "dictionary": "def f(password):\n    m = {'a': password}\n    log.info(m['a'])\n",
    "dictionary entry": "def f(password):\n    m = {}\n    m['a'] = password\n    log.info(m)\n",
    "list": "def f(password):\n    m = []\n    m.append(password)\n    log.info(m)\n",
    "slice": "def f(password):\n    log.info(password[1:])\n",
    "lambda": "def f(password):\n    show = lambda x: log.info(x)\n    show(password)\n",
    "closure": "def f(password):\n    def show(x):\n        log.info(x)\n    show(password)\n",
    "captured": "def f(password):\n    def show():\n        log.info(password)\n    show()\n",
    "await": "async def f(password):\n    log.info(await password)\n",
    "wrapper": "def show(x):\n    log.info(x)\n\n\ndef f(password):\n    show(password)\n",
    "keyword": "def show(a, x=None):\n    log.info(x)\n\n\ndef f(password):\n    show(1, x=password)\n",
    "mapping of arguments": (
        "def show(a, x=None):\n    log.info(x)\n\n\ndef f(password):\n    given = {'x': password}\n    show(1, **given)\n"
    ),
    "variadic": "def show(level, *values):\n    log.info(values)\n\n\ndef f(password):\n    show(1, 'a', password)\n",
    "keyword after variadic": (
        "def show(*values, note=''):\n    log.info(note)\n\n\ndef f(password):\n    show(1, 2, 3, note=password)\n"
    ),
    "method": (
        "class Form:\n    def show(self, x):\n        log.info(x)\n\n    def f(self, password):\n        self.show(password)\n"
    ),
    "static method": (
        "class Form:\n    @staticmethod\n    def show(x):\n        log.info(x)\n\n\ndef f(password):\n    Form.show(password)\n"
    ),
    "field": (
        "class Form:\n    def __init__(self):\n        self.typed = ''\n\n    def read(self, password):\n"
        "        self.typed = password\n\n    def save(self):\n        log.info(self.typed)\n"
    ),
    "inherited": (
        "class Base:\n    def __init__(self, out):\n        self.out = out\n\n    def show(self, x):\n        log.info(x)\n\n\n"
        "class Form(Base):\n    pass\n\n\ndef f(password):\n    Form(1).show(password)\n"
    ),
    "super": (
        "class Base:\n    def __init__(self, x):\n        log.info(x)\n\n\nclass Form(Base):\n"
        "    def __init__(self, password):\n        super().__init__(password)\n"
    ),
    "property": (
        "class Form:\n    def __init__(self, password):\n        self.typed = password\n\n    @property\n    def shown(self):\n"
        "        return self.typed\n\n    def save(self):\n        log.info(self.shown)\n"
    ),
    "record": (
        "@dataclass\nclass Form:\n    a: str\n    b: str = ''\n\n\ndef f(password):\n    form = Form(a='x', b=password)\n"
        "    log.info(form.b)\n"
    ),
    "class method": (
        "class Form:\n    def __init__(self, x):\n        self.x = x\n\n    @classmethod\n    def make(cls, x):\n"
        "        return cls(x)\n\n    def show(self, x):\n        log.info(x)\n\n\ndef f(password):\n    Form.make(1).show(password)\n"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_password_is_followed_to_the_log(name: str) -> None:
    """A password reaches the log, whatever lies between."""
    assert logged(python(CASES[name])) == {"cred.password"}


HARMLESS = {
    "length": "def f(password):\n    log.info(len(password))\n",
    "comparison": "def f(password):\n    log.info(f\"{password == 'x'}\")\n",
    "truth": "def f(password):\n    log.info('set' if password else 'missing')\n",
    "reassigned": "def f(password):\n    x = password\n    x = 'gone'\n    log.info(x)\n",
    "constant": "def f():\n    log.info('password')\n",
    "other member": (
        "@dataclass\nclass Form:\n    a: str\n    b: str\n\n\ndef f(password):\n    form = Form(password, 'b')\n    log.info(form.b)\n"
    ),
    "own method is not a function": (
        "def show(x):\n    pass\n\n\nclass Form:\n    def show(self, x):\n        log.info(x)\n\n"
        "    def f(self, password):\n        show(password)\n"
    ),
    "local variable is not a field": (
        "class Form:\n    x = ''\n\n    def f(self, password):\n        x = password\n\n    def g(self):\n        log.info(self.x)\n"
    ),
    "local variable is not a global one": "x = ''\n\n\ndef f(password):\n    x = password\n\n\ndef g():\n    log.info(x)\n",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_no_longer_the_password_is_not(name: str) -> None:
    """Values computed from a password that do not hold it are not sensitive."""
    assert logged(python(HARMLESS[name])) == set()


def test_global_variables_are_shared() -> None:
    """A function that declares a name global assigns the variable of the module."""
    body = (
        "typed = ''\n\n\ndef f(password):\n    global typed\n    typed = password\n\n\ndef g():\n    log.info(typed)\n"
    )
    assert logged(python(body)) == {"cred.password"}


OUT = "import logging\n\ndef show(x):\n    logging.warning(x)\n"

IMPORTS = {
    "module": "import out\n\n\ndef f(password):\n    out.show(password)\n",
    "renamed module": "import out as o\n\n\ndef f(password):\n    o.show(password)\n",
    "function": "from out import show\n\n\ndef f(password):\n    show(password)\n",
    "renamed function": "from out import show as display\n\n\ndef f(password):\n    display(password)\n",
    "relative": "from .out import show\n\n\ndef f(password):\n    show(password)\n",
    "sibling": "from . import out\n\n\ndef f(password):\n    out.show(password)\n",
    "wildcard": "from out import *\n\n\ndef f(password):\n    show(password)\n",
    "inside": "def f(password):\n    from out import show\n    show(password)\n",
}


@pytest.mark.parametrize("name", IMPORTS)
def test_functions_of_other_modules(name: str) -> None:
    """However they are imported."""
    assert logged(run(main_py=IMPORTS[name], out_py=OUT)) == {"cred.password"}


def test_modules_below_another_root_and_names_handed_on() -> None:
    """The scan starts above the folder of the program, and a package hands on what it imports."""
    files = {
        "backend/app/main.py": "from app.core import show\n\n\ndef f(password):\n    show(password)\n",
        "backend/app/core/__init__.py": "from .out import display as show\n",
        "backend/app/core/out.py": OUT.replace("show", "display"),
    }
    assert logged(run(**files)) == {"cred.password"}


@pytest.mark.parametrize("statement", ["from names import KEY", "from names import KEY as K", "import names"])
def test_constants_are_folded_across_files(statement: str) -> None:
    """A constant of another module is known by its value and its place."""
    used = {"from names import KEY": "KEY", "from names import KEY as K": "K", "import names": "names.KEY"}[statement]
    interpreted = run(
        main_py=f"{statement}\nimport hashlib\n\n\ndef f(data):\n    return hashlib.new({used}, data)\n",
        names_py="BASE = 'md'\nKEY = BASE + '5'\n",
    )
    (event,) = events_of(interpreted, "crypto.digest")
    assert [one.value for one in event.value.constants] == ["md5"]
    assert event.value.constants[0].location.path == "names.py"


def test_a_property_of_a_module_is_read_and_no_function() -> None:
    """A model that speaks of a call without arguments means the property too."""
    interpreted = python("import argon2.profiles\n\n\nchosen = argon2.profiles.CHEAPEST\n")
    assert len(events_of(interpreted, "crypto.cost")) == 1
