function flow(items, kind) {
  for (let i = 0, n = items.length; i < n; i++) work(items[i]);
  for (const [key, value] of Object.entries(items)) work(key, value);
  for (const name in items) work(name);
  for (item of items) {
    if (!item) continue;
    else if (item.done || item.old) break;
    else work(item);
  }
  while (kind--) work(kind);
  do { work(kind); } while (kind && items);
  switch (kind) {
    case 'a':
    case 'b':
      work(1);
      break;
    case 'c':
      work(2);
    default:
      work(3);
  }
  try {
    risky();
  } catch ({ message }) {
    console.error(message);
  } finally {
    done();
  }
  try { risky(); } catch { }
  outer: for (;;) { break outer; }
  var old = 1, older;
  throw new Error(`bad ${kind}`);
}
