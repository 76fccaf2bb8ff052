fun operators(a: Int, b: List<Int>) {
    val sum = a + 1 + b[0] + b[1, 2]
    val mixed = a * 2 - sum / 3 % 4
    val logic = a > 1 && a <= 9 || !(a == 2) && a !== sum
    val member = a in b || sum !in 1..10 || a in 0..<5
    val cast = (b as? ArrayList<Int>)!!.size
    val pair = a to b
    val bits = a shl 2 or sum
    var count = 0
    count += sum
    count++
    --count
    b[0] = count
    b[0] -= 1
    this.total *= 2
    val kind = a is Number || a !is Long
}
