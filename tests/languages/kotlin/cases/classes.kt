package com.example.data

import androidx.room.ColumnInfo
import androidx.room.Entity as Table
import com.example.model.*

/** A patient. */
@Table(tableName = "patients", indices = [Index("name")])
@androidx.annotation.Keep
data class Patient<T : Any>(
    /** The identifier. */
    @field:ColumnInfo(name = "pid") @PrimaryKey val id: Long = 0,
    private vararg var notes: List<String>?, // never shown
    limit: Int
) : Base<T>(limit, "p"), Serializable, Named by limit where T : Comparable<T> {

    // shown in the list
    @get:JvmName("label") var label: String? = null // and in the title
    lateinit var doctor: Doctor
    val total by lazy { notes.size }
    var observed: Int by Delegates.observable(0) { _, old, new -> changed(old, new) }
    val (first, second) = parts()

    init {
        check(limit)
    }

    constructor(name: String) : this(1, limit = 2) {
        label = name
    }

    protected abstract suspend fun load(@Query("q") vararg ids: Long, done: (Int) -> Unit = {}): Result<T>?

    operator fun plus(other: Patient<T>) = merge(other)

    companion object {
        const val TABLE = "patients"
        fun create() = Patient<Any>(0)
    }

    inner class Visit(val at: Long)
}

@JvmInline
value class Pin(val digits: String)

private val String.masked: String get() = "***"

fun Patient<*>.export(): String = toString()

typealias Patients = List<Patient<*>>
