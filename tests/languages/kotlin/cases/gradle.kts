plugins {
    id("com.android.application") version "8.1"
}

val signing by extra("debug")

android {
    defaultConfig {
        buildConfigField("String", "API_KEY", "\"k-${key}\"")
        versionCode = 3
    }
}

fun secret() = file("secret.txt").readText()
