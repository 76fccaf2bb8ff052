function values(a, b, c) {
  const sum = a + b + 'c' - -1;
  const either = a || b || 'none';
  const given = a ?? b;
  const both = a && b;
  const chosen = a ? b : c ? 1 : 2;
  const text = `from ${a.b} to ${c[0]}!\n`;
  const plain = `no substitution`;
  const query = sql`select * from t where id = ${a}`;
  const safe = a?.b?.[c]?.(1)?.d;
  const record = { a, 'quoted-key': b, nested: { c }, ...a, [c]: 1, method() { return a; }, async *each() {} };
  const list = [1, 2.5, 0x1f, 1_000n, .5e3, ...b];
  const pattern = /a[b/]c/gi;
  const made = new a.Type(b, ...c);
  const kind = typeof a === 'string' && !(b instanceof Error);
  const none = undefined, nothing = null, empty = void 0;
  const escaped = "tab\t \x41 \u0042 \u{1F600} \
joined";
  let first, second;
  [first, second] = [second, first];
  ({ first, second: { deep = 5 } } = a);
  first = second = c;
  a.count += 1;
  a.name ??= 'x';
  b++;
  delete a['gone'];
  window.location.href = a;
  (first, second());
  return async function* () { yield* b; await c; };
}
