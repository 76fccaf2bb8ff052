package returns

class Ledger(private val lock: Any, private val entries: List<Entry>) {
    fun sealed(entry: Entry): ByteArray {
        synchronized(lock) {
            return cipher().doFinal(entry.bytes)
        }
    }

    fun firstOf(name: String): Entry? {
        entries.forEach {
            if (it.name != name) return@forEach
            return it
        }
        return null
    }

    fun later(entry: Entry) = submit(object : Task {
        override fun run(): Int {
            return entry.size
        }
    })

    fun all(): List<Int> = entries.map(fun(entry: Entry): Int { return entry.size })
}
