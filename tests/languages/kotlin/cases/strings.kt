val name = "Ada"
val plain = "tab\t quote\" dollar\$ price 5$ \u00e9"
val joined = "Hello $name, ${user.name.uppercase()}!\n"
val nested = "a${if (ok) "yes $name" else "no"}"
val raw = """{"user": "$name", "cost": ${'$'}}""".trimIndent()
val path = "$base/users"
