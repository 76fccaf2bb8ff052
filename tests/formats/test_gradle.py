"""Tests of the readers of Groovy and Kotlin build files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.gradle import read_gradle
from secure_lint.formats.gradle_kotlin import read_gradle_kotlin
from secure_lint.formats.reading import ReadDocument, unnumbered
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

GROOVY = r"""
plugins {
    id 'com.android.application' version '8.1.0'
    id "kotlin-android"
}
android {
    namespace "org.example.clinic"
    defaultConfig {
        minSdk rootProject.ext.minSdk // secure-lint: ignore[SL203] -- old devices
        targetSdk = 34
        buildConfigField "String", "API_KEY", "\"not-${a}-real\""
        buildConfigField("String", "HOST", '"http://10.0.2.2"')
        manifestPlaceholders["mapsKey"] = "placeholder"
        resConfigs "en", "de"
    }
    signingConfigs {
        release {
            storeFile file("release.jks")
            storePassword "made" + "-up"
            keyPassword System.getenv("KEY_PASSWORD")
        }
    }
    buildTypes {
        release {
            minifyEnabled = false
            debuggable = true
        }
        getByName("debug") { applicationIdSuffix ".debug" }
    }
}
repositories {
    mavenCentral()
    maven { url = uri("https://jitpack.io") }
}
dependencies {
    implementation "androidx.room:room-runtime:2.6.0"
    implementation platform("org.example:bom:1")
    implementation(project(":core")) { exclude group: 'org.old' }
    implementation libs.androidx.core
}
"""

KOTLIN = r"""
plugins {
    id("com.android.application") version "8.1.0"
    id("kotlin-android")
}
android {
    namespace("org.example.clinic")
    defaultConfig {
        minSdk = rootProject.ext.minSdk // secure-lint: ignore[SL203] -- old devices
        targetSdk = 34
        buildConfigField("String", "API_KEY", "\"not-${a}-real\"")
        buildConfigField("String", "HOST", "\"http://10.0.2.2\"")
        manifestPlaceholders["mapsKey"] = "placeholder"
        resConfigs("en", "de")
    }
    signingConfigs {
        create("release") {
            storeFile = file("release.jks")
            storePassword = "made" + "-up"
            keyPassword = System.getenv("KEY_PASSWORD")
        }
    }
    buildTypes {
        getByName("release") {
            isMinifyEnabled = false
            isDebuggable = true
        }
        named("debug").configure { applicationIdSuffix = ".debug" }
    }
}
repositories {
    mavenCentral()
    maven { url = uri("https://jitpack.io") }
}
dependencies {
    implementation("androidx.room:room-runtime:2.6.0")
    implementation(platform("org.example:bom:1"))
    implementation(project(":core")) { exclude(group = "org.old") }
    implementation(libs.androidx.core)
}
"""

EXPECTED = {
    "plugins/id": "com.android.application",
    "plugins/id/version": "8.1.0",
    "plugins/id[1]": "kotlin-android",
    "android/namespace": "org.example.clinic",
    "android/defaultConfig/minSdk": "${rootProject.ext.minSdk}",
    "android/defaultConfig/targetSdk": "34",
    "android/defaultConfig/buildConfigField/[0]": "String",
    "android/defaultConfig/buildConfigField/[1]": "API_KEY",
    "android/defaultConfig/buildConfigField/[2]": '"not-${a}-real"',
    "android/defaultConfig/buildConfigField[1]/[0]": "String",
    "android/defaultConfig/buildConfigField[1]/[1]": "HOST",
    "android/defaultConfig/buildConfigField[1]/[2]": '"http://10.0.2.2"',
    "android/defaultConfig/manifestPlaceholders/mapsKey": "placeholder",
    "android/defaultConfig/resConfigs/[0]": "en",
    "android/defaultConfig/resConfigs/[1]": "de",
    "android/signingConfigs/release/storeFile/file": "release.jks",
    "android/signingConfigs/release/storePassword": "made-up",
    "android/signingConfigs/release/keyPassword": '${System.getenv("KEY_PASSWORD")}',
    "android/buildTypes/release/minifyEnabled": "false",
    "android/buildTypes/release/debuggable": "true",
    "android/buildTypes/debug/applicationIdSuffix": ".debug",
    "repositories/mavenCentral": "",
    "repositories/maven/url/uri": "https://jitpack.io",
    "dependencies/implementation": "androidx.room:room-runtime:2.6.0",
    "dependencies/implementation[1]/platform": "org.example:bom:1",
    "dependencies/implementation[2]/project": ":core",
    "dependencies/implementation[2]/exclude/group": "org.old",
    "dependencies/implementation[3]": "${libs.androidx.core}",
}


def groovy(text: str) -> ReadDocument:
    """Read a Groovy build file."""
    return read_gradle(SourceText("app/build.gradle", text.encode()))


def kotlin(text: str) -> ReadDocument:
    """Read a Kotlin build file."""
    return read_gradle_kotlin(SourceText("app/build.gradle.kts", text.encode()))


@pytest.mark.parametrize(("reader", "text"), [(groovy, GROOVY), (kotlin, KOTLIN)])
def test_both_languages_give_the_same_document(reader: type, text: str) -> None:
    read: ReadDocument = reader(text)
    assert values(read) == EXPECTED
    assert [comment.text for comment in read.comments] == ["secure-lint: ignore[SL203] -- old devices"]
    assert read.problems == ()


@pytest.mark.parametrize(("reader", "text"), [(groovy, GROOVY), (kotlin, KOTLIN)])
def test_plain_values_stand_at_their_spans(reader: type, text: str) -> None:
    read: ReadDocument = reader(text)
    assert read.document is not None
    for setting in read.document.settings:
        raw = text_at(text, setting.span)
        plain = "\\" not in raw and "+" not in raw and setting.value and not setting.value.startswith("${")
        assert not plain or raw == setting.value
        name = unnumbered(setting.path).split("/")
        key = text_at(text, setting.key_span)
        assert any(key.lower().endswith(part.lower()) for part in name) or key == '"org.old"'


def test_groovy_scripts() -> None:
    text = """#!/usr/bin/env groovy
import java.util.Properties
apply plugin: 'com.android.library', from: "../x.gradle"
def keystore = new Properties()
final String apiKey = 'made-up'
if (rootProject.file("k").exists()) { ext.loaded = true } else { ext.loaded = false }
ext { versions = [room: "2.6", 'a b': '''z'''] ; empty = [:]; list = ["a",
  "b"] }
buildTypes.release.signingConfig signingConfigs.release
android.applicationVariants.all { variant -> variant.outputs.each { it.name = "a-$variant.name" } }
task wipe(type: Delete) { delete rootProject.buildDir }
def answer = flag ? "yes" : "no"
"""
    assert values(groovy(text)) == {
        "apply/plugin": "com.android.library",
        "apply/from": "../x.gradle",
        "keystore": "${new Properties()}",
        "apiKey": "made-up",
        "ext/loaded": "true",
        "ext/loaded[1]": "false",
        "ext/versions/room": "2.6",
        "ext/versions/a b": "z",
        "ext/empty": "",
        "ext/list/[0]": "a",
        "ext/list/[1]": "b",
        "buildTypes/release/signingConfig": "${signingConfigs.release}",
        "android/applicationVariants/all/variant/outputs/each/it/name": "a-${variant.name}",
        "task/wipe/type": "${Delete}",
        "task/delete": "${rootProject.buildDir}",
        "answer": '${flag ? "yes" : "no"}',
    }


def test_kotlin_variables_and_additions() -> None:
    text = """
val apiKey = "made-up"
val room by extra("2.6")
extra["other"] = 1
android { defaultConfig { manifestPlaceholders += mapOf("a" to "b"); resourceConfigurations += listOf("en", "de") } }
"""
    assert values(kotlin(text)) == {
        "apiKey": "made-up",
        "ext/room": "2.6",
        "ext/other": "1",
        "android/defaultConfig/manifestPlaceholders/a": "b",
        "android/defaultConfig/resourceConfigurations/[0]": "en",
        "android/defaultConfig/resourceConfigurations/[1]": "de",
    }


def test_a_syntax_error_does_not_hide_what_follows() -> None:
    text = "android { defaultConfig { minSdk ( \n } }\nrepositories { maven { url 'http://x' } }\n"
    assert values(groovy(text))["repositories/maven/url"] == "http://x"


@pytest.mark.parametrize("opener", ["a {", "a(", "[", "a(b(", "{", "a.b {\n", "a 'b' "])
def test_deep_nesting_is_a_problem(opener: str) -> None:
    read = groovy("start = " + opener * 10_000 if opener == "[" else opener * 10_000)
    assert "levels deep" in read.problems[0].message


def test_deep_kotlin_nesting_is_a_problem() -> None:
    read = kotlin("a {" * 120 + "}" * 120)
    assert any("deep" in problem.message for problem in read.problems)


def test_an_annotation_mark_may_end_the_file() -> None:
    assert values(groovy("group = 'a'\n@")) == {"group": "a"}


PARTS = [*"@ab.{}()[]=,:+\n'\"", " ", "'s'", '"t$x"', "1 ", "if", "//"]


@given(st.lists(st.sampled_from(PARTS)))
def test_any_groovy_text_is_read(parts: list[str]) -> None:
    source = SourceText("build.gradle", "".join(parts).encode())
    assert_spans_inside(source, read_gradle(source))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS)))
def test_any_kotlin_text_is_read(parts: list[str]) -> None:
    source = SourceText("build.gradle.kts", "".join(parts).encode())
    assert_spans_inside(source, read_gradle_kotlin(source))


@pytest.mark.parametrize("text", ["a 'b'\n", "a(b(1).c)\n", "a(", '"${', "a[", "'''", "x y\n", "a: ", "["])
def test_repeated_fragments_take_linear_time(text: str) -> None:
    assert groovy(text * 20_000).document is not None
