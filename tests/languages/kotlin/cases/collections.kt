fun collections(key: String, user: User) {
    val record = mapOf("password" to user.password, "id" to 1)
    val empty = mutableMapOf<String, String>()
    val varied = mapOf(key to user)
    val list = listOf(user.name, "x")
    val bytes = byteArrayOf(0x01, 2)
    val spread = listOf(*bytes)
    val bundle = bundleOf("token" to user.token)
    val (id, name) = user
    val work = workDataOf("k" to key)
}
