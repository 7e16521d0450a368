/* How well some words fit a label: every word must be found in it, as a word's beginning, inside one, or with one slip of
   the finger ("snoze", "asign"). 0: not at all. */
const words = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "").split(/[^\p{L}\p{N}+#]+/u).filter(Boolean);

/** Whether one letter more, less, another one or two swapped make the one word the other. */
function isSlip(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const a = one.slice(at), b = other.slice(at);
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1);
}

function fit(said, word) {
  if (word === said) return 8;
  if (word.startsWith(said)) return 6;
  if (said.length > 1 && word.includes(said)) return 3;
  if (said.length < 4) return 0;
  return isSlip(said, word) || isSlip(said, word.slice(0, said.length)) ? 1 : 0;
}

export function rank(said, label) {
  const known = words(label);
  let total = 0;
  for (const word of words(said)) {
    const best = Math.max(0, ...known.map((other, place) => fit(word, other) * (place ? 1 : 1.2)));
    if (!best) return 0;
    total += best;
  }
  return total / (1 + known.length / 20);
}
