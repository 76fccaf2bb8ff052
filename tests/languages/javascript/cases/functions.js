function plain(a, b = 2, ...rest) {}
function patterns({ user: { name, ...others }, token = 'none' }, [head, , tail], { length } = []) {
  return inner(name);
  function inner(text) {
    return text.trim();
  }
}
async function load(url) {
  const { data, status } = await fetch(url).then((answer) => answer.json()).catch(() => null);
  return data;
}
const add = (a) => (b) => a + b;
const noop = () => {};
const one = x => ({ x });
(function () {
  plain(1);
})();
button.addEventListener('click', function handler(event) {
  event.preventDefault();
});
