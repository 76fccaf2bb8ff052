"""Configuration files: where they are found, what they may say, and how a mistake is reported."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from secure_lint.engine.configuration import (
    AddedTerms,
    CommandLineSettings,
    Configuration,
    FailOn,
    Settings,
    configuration_schema,
    override,
)
from secure_lint.engine.configuration_files import load_configuration, read_configuration
from secure_lint.errors import ConfigurationError, UsageError
from secure_lint.model.finding import Audience, Severity
from secure_lint.sensitivity.classification import Keeping

EVERY_KEY = """\
select = ["SL1", "hardcoded-api-key"]
ignore = ["SL102"]
policies = ["P1", "P3"]
severity = "warning"
fail-on = "error"
audience = "auditor"
include = ["app/**"]
exclude = ["**/build/**"]
respect-gitignore = false
jobs = 3
cache = false
cache-dir = ".cache/lint"
max-file-size = "512KiB"
strict = true

[per-file-ignores]
"**/src/test/**" = ["SL3"]

[severities]
SL101 = "error"

[sensitivity]
not-sensitive = ["Product.code"]
sensitive = { "Member.shelf" = "health" }
keeping = { email = "encrypt" }

[sensitivity.add.payroll_number]
words = ["payroll number"]
keeping = "encrypt"
"""


def repository(folder: Path) -> Path:
    (folder / ".git").mkdir()
    return folder


def mistake_in(folder: Path, name: str, text: str) -> ConfigurationError:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_configuration([folder])
    return caught.value


def test_every_key_of_a_toml_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_text(EVERY_KEY, encoding="utf-8")
    read = load_configuration([tmp_path])
    assert read.select == ("SL1", "hardcoded-api-key")
    assert read.ignore == ("SL102",)
    assert read.policies == ("P1", "P3")
    assert (read.severity, read.fail_on, read.audience) == (Severity.WARNING, FailOn.ERROR, Audience.AUDITOR)
    assert (read.include, read.exclude, read.respect_gitignore) == (("app/**",), ("**/build/**",), False)
    assert (read.jobs, read.cache, read.cache_dir, read.strict) == (3, False, ".cache/lint", True)
    assert read.max_file_bytes == 512 * 1024
    assert read.per_file_ignores == {"**/src/test/**": ("SL3",)}
    assert read.severities == {"SL101": Severity.ERROR}
    assert read.sensitivity.not_sensitive == ("Product.code",)
    assert read.sensitivity.sensitive == {"Member.shelf": "health"}
    assert read.sensitivity.keeping == {"email": Keeping.ENCRYPT}
    assert read.sensitivity.add == {"payroll_number": AddedTerms(("payroll number",), Keeping.ENCRYPT)}


def test_the_test_above_names_every_key() -> None:
    keys = {field.replace("_", "-") for field in Settings.__struct_fields__}
    assert {key for key in keys if f"\n{key} =" in f"\n{EVERY_KEY}" or f"[{key}" in EVERY_KEY} == keys


def test_yaml_and_pyproject_take_the_same_keys(tmp_path: Path) -> None:
    yaml_folder, python_folder = tmp_path / "yaml", tmp_path / "python"
    yaml_folder.mkdir()
    python_folder.mkdir()
    (yaml_folder / ".secure-lint.yaml").write_text("fail-on: error\nper-file-ignores:\n  '*.kt': [SL1]\n")
    (python_folder / "pyproject.toml").write_text(
        "[project]\nname = 'x'\n[tool.secure-lint]\nfail-on = 'error'\n"
        "[tool.secure-lint.per-file-ignores]\n'*.kt' = ['SL1']\n"
    )
    for folder in (yaml_folder, python_folder):
        read = load_configuration([folder])
        assert (read.fail_on, read.per_file_ignores) == (FailOn.ERROR, {"*.kt": ("SL1",)})


def test_the_nearest_file_wins_up_to_the_repository_root(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_text("jobs = 9")
    root = tmp_path / "project"
    deep = root / "app" / "src"
    deep.mkdir(parents=True)
    repository(root)
    assert load_configuration([deep]).jobs == 0
    (root / ".secure-lint.yaml").write_text("jobs: 2")
    assert load_configuration([deep]).jobs == 2
    (deep / "Main.kt").write_text("")
    (root / "app" / "secure-lint.toml").write_text("jobs = 3")
    assert load_configuration([deep / "Main.kt"]).jobs == 3
    assert load_configuration([deep, root / "app"]).jobs == 3
    assert load_configuration([deep, root]).jobs == 2


def test_within_a_folder_the_order_is_toml_yaml_pyproject(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.secure-lint]\njobs = 1")
    assert load_configuration([tmp_path]).jobs == 1
    (tmp_path / ".secure-lint.yaml").write_text("jobs: 2")
    assert load_configuration([tmp_path]).jobs == 2
    (tmp_path / "secure-lint.toml").write_text("jobs = 3")
    assert load_configuration([tmp_path]).jobs == 3


def test_a_pyproject_without_our_table_does_not_end_the_search(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "secure-lint.toml").write_text("jobs = 4")
    tool = tmp_path / "tool"
    tool.mkdir()
    (tool / "pyproject.toml").write_text("[project]\nname = 'uses-secure-lint'\n")
    assert load_configuration([tool]).jobs == 4


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("secure-lint.toml", "jobs = 1\nslect = ['SL1']\n", 2, "unknown key 'slect'; did you mean 'select'?"),
        ("secure-lint.toml", "# note\n\njobs = 'four'\n", 3, "jobs: Expected `int`, got `str`"),
        ("secure-lint.toml", "[per-file-ignores]\n'a.kt' = ['SL1']\n'b.kt' = 'SL1'\n", 3, "Expected `array`"),
        ("secure-lint.toml", "[sensitivity.add.badge]\nwords = ['b']\nkeep = 'never'\n", 3, "did you mean 'keeping'?"),
        ("secure-lint.toml", "jobs = 1\njobs = [\n", 2, "not valid TOML"),
        ("secure-lint.toml", "severity = 'high'\n", 1, "Invalid enum value 'high'"),
        (".secure-lint.yaml", "jobs: 1\n\nfail_on: error\n", 3, "unknown key 'fail_on'; did you mean 'fail-on'?"),
        (".secure-lint.yaml", "exclude: build\n", 1, "exclude: Expected `array`, got `str`"),
        (".secure-lint.yaml", "jobs: [1\n", 2, "not valid YAML"),
        ("pyproject.toml", "[project]\nname = 'x'\n\n[tool.secure-lint]\nstrict = 1\n", 5, "Expected `bool`"),
        ("pyproject.toml", "[tool.secure-lint]\ncache-dri = 'x'\n", 2, "did you mean 'cache-dir'?"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, message: str
) -> None:
    error = mistake_in(tmp_path, name, text)
    assert error.line == line
    assert error.path.endswith(name)
    assert message in error.message


def test_a_file_that_is_not_text_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_bytes(b"jobs = 1 # \xff\xfe")
    with pytest.raises(ConfigurationError, match="is not UTF-8 text"):
        load_configuration([tmp_path])


def test_an_explicit_file_must_exist_and_configure_us(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        load_configuration([tmp_path], tmp_path / "absent.toml")
    other = tmp_path / "pyproject.toml"
    other.write_text("[project]\nname = 'x'\n")
    with pytest.raises(ConfigurationError, match="has no table"):
        load_configuration([tmp_path], other)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    for name in ("secure-lint.toml", ".secure-lint.yaml"):
        (tmp_path / name).write_text("")
        read = read_configuration(tmp_path / name)
        assert read is not None
        assert read.select == ("ALL",)


def test_options_override_the_file(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_text("jobs = 3\nselect = ['SL1']\n")
    read = override(load_configuration([tmp_path]), CommandLineSettings(select=("SL3",), cache=False))
    assert (read.select, read.cache, read.jobs) == (("SL3",), False, 3)


def test_a_mistake_names_the_file_or_the_option(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_text("jobs = 3\nselect = ['SL1']\n")
    read = load_configuration([tmp_path])
    from_file = read.mistake("select", "no such rule", 0)
    assert isinstance(from_file, ConfigurationError)
    assert (from_file.line, from_file.message) == (2, "select: no such rule")
    from_option = override(read, CommandLineSettings(select=("SL9",))).mistake("select", "no such rule", 0)
    assert isinstance(from_option, UsageError)
    assert str(from_option) == "--select: no such rule"


@pytest.mark.parametrize(("size", "expected"), [(4096, 4096), ("4096B", 4096), ("3 KiB", 3072), ("1GiB", 1 << 30)])
def test_file_sizes(size: int | str, expected: int) -> None:
    assert Configuration(max_file_size=size).max_file_bytes == expected


def test_the_json_schema_accepts_and_refuses_like_the_reader() -> None:
    schema = json.loads(configuration_schema())
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate({"select": ["SL1"], "fail-on": "never", "max-file-size": "1MiB"})
    assert not validator.is_valid({"slect": ["SL1"]})
    assert not validator.is_valid({"jobs": "four"})
