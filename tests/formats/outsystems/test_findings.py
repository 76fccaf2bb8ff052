"""What a scan says about OutSystems apps, in whatever form they come."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.formats.outsystems.declarations import declaration_in
from secure_lint.model.finding import Audience, Finding, ScanResult
from secure_lint.model.span import WHOLE_FILE
from tests.formats.outsystems.field_visits import FIXTURE
from tests.formats.outsystems.module_builder import attribute, entity, write_module
from tests.formats.outsystems.policy_modules import FIXTURES, listing, modules

ON_DEVICE = ("Entities", "ClientVariables", "Screens", "ClientActions")
"""Collections of what a bundle holds; the rest of a module stays on the server."""


def scanned(*paths: Path) -> ScanResult:
    configuration = Configuration(cache=False, jobs=1, respect_gitignore=False, audience=Audience.AUDITOR)
    return scan(list(paths), configuration)


def said(result: ScanResult) -> set[tuple[str, str]]:
    """Codes with the elements that they are about, those of joined findings included."""
    return {
        (finding.code, place.element) for finding in result.findings for place in (finding.location, *finding.joined)
    }


def copied(name: str, folder: Path) -> Path:
    """A form of the sample app, alone in a folder."""
    source, target = FIXTURE / name, folder / name
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)
    return target


def test_three_forms_of_an_app_give_the_same_findings(tmp_path: Path) -> None:
    forms = ("FieldVisits.oml", "secure-lint-entities.yaml", "www")
    from_oml, described, generated = (said(scanned(copied(name, tmp_path))) for name in forms)
    assert from_oml == described
    assert generated == {one for one in from_oml if one[1].partition("/")[0] in ON_DEVICE}
    assert {code for code, _ in from_oml} == {"SL102", "SL103", "SL104", "SL203", "SL241", "SL310", "SL401", "SL501"}
    assert ("SL401", "Entities/LocalPatient/Attributes/Ssn") in generated
    assert ("SL310", "ClientVariables/SessionToken") in generated
    assert ("SL104", "Entities/LocalPatient") in generated
    unread = {element for code, element in generated if code == "SL103"}
    assert unread == {f"Entities/LocalPatient/Attributes/{name}" for name in ("Email", "CareLevel", "LastVisitOn")}


@pytest.mark.parametrize("name", ["app.apk", "app.ipa", "www.zip"])
def test_a_bundle_in_an_archive(name: str, tmp_path: Path) -> None:
    archive = tmp_path / name
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted((FIXTURE / "www").rglob("*.js")):
            target.write(path, f"assets/{path.relative_to(FIXTURE).as_posix()}")
    assert said(scanned(archive)) == said(scanned(FIXTURE / "www"))
    (entities,) = {finding.location.path for finding in scanned(archive).findings if finding.code == "SL401"}
    assert entities.endswith(f"{name}/assets/www/scripts/FieldVisits.entities.js")


def test_the_shell_of_a_bundle_in_an_archive(tmp_path: Path) -> None:
    """The configuration is text in an IPA, and in an APK of a binary form that is passed over."""
    for name, data in (("app.ipa", (FIXTURE / "config.xml").read_bytes()), ("app.apk", b"\x03\x00\x08\x00AXML")):
        with zipfile.ZipFile(tmp_path / name, "w") as target:
            target.write(FIXTURE / "www" / "cordova_plugins.js", "www/cordova_plugins.js")
            target.writestr("config.xml", data)
        result = scanned(tmp_path / name)
        assert result.problems == ()
        found = {finding.code for finding in result.findings if finding.location.path.endswith("config.xml")}
        assert found == ({"SL202", "SL717"} if name == "app.ipa" else set())


def test_an_archive_is_read_only_when_it_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "release.apk", "w") as target:
        target.writestr("classes.dex", b"dex")
    assert scanned(tmp_path).problems == ()
    (problem,) = scanned(tmp_path / "release.apk").problems
    assert "holds no app" in problem.message


def test_a_package_with_a_module_that_cannot_be_read(tmp_path: Path) -> None:
    whole = (FIXTURE / "FieldVisits.oml").read_bytes()
    with zipfile.ZipFile(tmp_path / "Care.oap", "w") as target:
        target.writestr("Care/Good.oml", whole)
        target.writestr("Care/Cut.oml", whole[: len(whole) // 2])
    result = scanned(tmp_path)
    assert ("SL401", "Entities/LocalPatient/Attributes/Ssn") in said(result)
    (problem,) = result.problems
    assert problem.path.startswith("Care.oap") or problem.path.endswith("Care.oap")
    assert not problem.partial


@pytest.mark.parametrize("data", [b"", b"OML", b"OML\xff\xff\xff\x7f", b"PK\x03\x04 no zip", b"hello"])
def test_a_file_that_is_no_module_is_a_problem(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "Broken.oml").write_bytes(data)
    result = scanned(tmp_path)
    assert [finding.code for finding in result.findings if finding.code != "SL904"] == []
    (problem,) = result.problems
    assert problem.path.endswith("Broken.oml")


def test_findings_in_a_module_file_have_no_line(tmp_path: Path) -> None:
    result = scanned(copied("FieldVisits.oml", tmp_path))
    assert result.findings
    places = [place for finding in result.findings for place in (finding.location, *finding.joined)]
    assert {place.span for place in places} == {WHOLE_FILE}
    assert all(place.element for place in places)
    assert len({finding.fingerprint for finding in result.findings}) == len(result.findings)


def test_the_remedy_is_that_of_the_platform(tmp_path: Path) -> None:
    for name in ("FieldVisits.oml", "secure-lint-entities.yaml", "www"):
        for finding in scanned(copied(name, tmp_path)).findings:
            assert finding.platform == "outsystems", (name, finding.code)
            assert finding.fix


def finding_of(code: str, result: ScanResult) -> Finding:
    return next(finding for finding in result.findings if finding.code == code)


def patients(description: str) -> bytes:
    number = attribute("LocalPatient", "PatientNumber", "Text", 20, Description=description)
    identifier = attribute("LocalPatient", "Id", "LongInteger", None, IsAutoNumber="Yes")
    return write_module("Clinic", {"Entities": [entity("LocalPatient", identifier, number, tag="ClientEntity")]})


@pytest.mark.parametrize(
    ("description", "codes"),
    [
        ("", {"SL401"}),
        ("[secure-lint: ssn]", {"SL401"}),
        ("[secure-lint: none]", set()),
        ("[secure-lint: protection=attribute-encrypted]", set()),
        ("[secure-lint: ssn, protection=server-only]", set()),
        ("[secure-lint: cred.password, protection=none]", {"SL310", "SL501"}),
    ],
)
def test_tags_in_descriptions_are_declarations(description: str, codes: set[str], tmp_path: Path) -> None:
    (tmp_path / "Clinic.oml").write_bytes(patients(description))
    assert {code for code, _ in said(scanned(tmp_path))} == codes


def test_a_misspelt_tag_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "Clinic.oml").write_bytes(patients("[secure-lint: protection=encripted]"))
    result = scanned(tmp_path)
    assert any("protection=encripted" in problem.message for problem in result.problems)
    assert declaration_in("[secure-lint: protection=encripted]") is not None


def test_a_word_that_names_no_data_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "Clinic.oml").write_bytes(patients("[secure-lint: sossial]"))
    assert any("'sossial'" in problem.message for problem in scanned(tmp_path).problems)


def test_module_fixtures_are_what_the_builder_writes() -> None:
    for place, data in modules().items():
        path = FIXTURES / place
        assert path.read_bytes() == data, place
        shown = path.with_name(f"{path.name}.txt")
        if shown.exists():
            assert shown.read_text(encoding="utf-8") == listing(data)


def test_the_platform_s_own_modules_are_not_judged(tmp_path: Path) -> None:
    scripts = tmp_path / "www" / "scripts"
    scripts.mkdir(parents=True)
    text = (FIXTURE / "www" / "scripts" / "FieldVisits.entities.js").read_text(encoding="utf-8")
    (scripts / "OutSystemsUI.entities.js").write_text(text.replace("FieldVisits", "OutSystemsUI"), encoding="utf-8")
    assert scanned(tmp_path).findings == ()


def test_facts_survive_the_cache(tmp_path: Path) -> None:
    copied("FieldVisits.oml", tmp_path)
    configuration = Configuration(jobs=1, respect_gitignore=False, cache_dir=str(tmp_path / "cache"))
    first, second = scan([tmp_path], configuration), scan([tmp_path], configuration)
    assert first.findings
    assert msgspec.structs.replace(first, statistics=second.statistics) == second


def test_code_in_a_node_of_a_bundle(tmp_path: Path) -> None:
    scripts = tmp_path / "www" / "scripts"
    scripts.mkdir(parents=True)
    (scripts / "session.js").write_text(
        "function keepForLater(value) {\n  window.localStorage.setItem('session', value);\n}\n", encoding="utf-8"
    )
    node = (
        'define("Bank.controller$Login.KeepJS", [], function () {\n'
        "return function ($parameters, $actions, $roles, $public) {\n"
        "var outsystems = 1;\n"
        "function remember(refreshToken) {\n"
        "  keepForLater(refreshToken); window.localStorage.setItem('session', refreshToken);\n"
        "}\n"
        "remember($parameters.RefreshToken);\n"
        "};\n});\n"
    )
    (scripts / "Bank.controller.js").write_text(node, encoding="utf-8")
    result = scanned(tmp_path)
    places = {
        (finding.location.path.rpartition("/")[2], finding.location.element)
        for finding in result.findings
        if finding.code == "SL310"
    }
    assert ("Bank.controller.js", "ClientActions/Login/Keep") in places
    assert {one.location.span.start_line for one in result.findings if one.location.element} <= {5, 7}
