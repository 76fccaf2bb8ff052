package com.example

object Keys : Store("keys") {
    private const val SECRET = "s"
    init {
        load()
    }
    fun read(name: String): String = get(name)
}

enum class Level(val code: Int) : Coded {
    LOW(1),
    /** The top. */
    @SerialName("high") HIGH(2) {
        override fun label() = "high"
    };

    open fun label() = name
}

interface Api {
    @GET("users/{id}")
    suspend fun user(@Path("id") id: String): User

    companion object Factory : Creator<Api> {
        val instance by lazy { create() }
    }
}

fun interface Check {
    fun passes(value: String): Boolean
}

annotation class Secret(val reason: String)
