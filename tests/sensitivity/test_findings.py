"""Findings say why their data is sensitive, in the words of the classifier."""

from __future__ import annotations

from pathlib import Path

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan

_LOGIN = """
package shop

import android.content.SharedPreferences
import android.util.Log

class Login(private val preferences: SharedPreferences) {
    fun remember(accessToken: String, bloodType: String) {
        Log.d("Login", "signed in with $accessToken")
        preferences.edit().putString("slot", bloodType).apply()
    }
}
"""


_VISIT = """
package clinic

import androidx.room.Database
import androidx.room.Entity
import androidx.room.PrimaryKey
import androidx.room.RoomDatabase

@Entity
data class PatientVisit(
    @PrimaryKey val id: Long,
    val diagnosis: String,
    val bloodPressure: String,
    val revision: Int,
)

@Database(entities = [PatientVisit::class], version = 1)
abstract class ClinicDatabase : RoomDatabase()
"""


def test_findings_carry_the_reasons_of_the_classifier(tmp_path: Path) -> None:
    (tmp_path / "Login.kt").write_text(_LOGIN, encoding="utf-8")
    result = scan([tmp_path], Configuration(cache=False), None)
    texts = {finding.data_type: [one.text for one in finding.evidence] for finding in result.findings}
    assert "'access token' (en) names access / session / refresh token" in texts["cred.access_token"]
    assert "'blood type' (en) names body measurement" in texts["health.body"]


def test_what_a_record_is_about_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "PatientVisit.kt").write_text(_VISIT, encoding="utf-8")
    result = scan([tmp_path], Configuration(cache=False), None)
    texts = [one.text for finding in result.findings if finding.code == "SL401" for one in finding.evidence]
    assert sum("is a record about health" in text for text in texts) == 1
    assert sum("names" in text for text in texts) == 2
