class Settings(private val preferences: Preferences) {
    var token: String?
        get() = preferences.getString("token", null)
        set(value) {
            preferences.edit().putString("token", value).apply()
        }
    var pin: String = ""
        set(new) {
            field = hash(new)
        }
    var visible = false
        private set
    val ready: Boolean get() = field != null
}
