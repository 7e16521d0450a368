/* What emoji-picker.js draws: emoji in their groups, from a file, and above them those that were used last in this browser. */
const KEPT = 16, KEY = "emoji";
const known = new Map();
let file;

const make = (tag, values, ...children) => {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...children);
  return element;
};

function option([emoji, name, more], id) {
  const item = make("button", { type: "button", role: "option", id, tabIndex: -1, title: name, ariaLabel: name, ariaSelected: "false" }, emoji);
  item.words = ` ${name} ${more}`.toLowerCase();
  return item;
}

function group(id, name, emoji) {
  const grid = make("div", { className: "emoji__grid" }, ...emoji.map((each, at) => option(each, `${id}-${at}`)));
  const title = make("p", { className: "menu__head", ariaHidden: "true", textContent: name });
  return make("div", { role: "group", id, ariaLabel: name, hidden: !emoji.length }, title, grid);
}

/** Once, and those used lately each time. Throws when the file can't be had; the next call tries again. */
export async function draw(url, list, nav) {
  file ??= await (await fetch(url)).json();
  if (list.childElementCount) return list.firstElementChild.replaceWith(lately());
  for (const emoji of file.flatMap(([, all]) => all)) known.set(emoji[0], emoji);
  list.replaceChildren(lately(), ...file.map(([name, all], at) => group(`emoji-${at}`, name, all)));
  nav.replaceChildren(...file.map(([name, [[emoji]]], at) => {
    const jump = make("button", { type: "button", ariaLabel: name, title: name }, emoji);
    jump.dataset.group = `emoji-${at}`;
    return jump;
  }));
}

function kept() { try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; } }
const lately = () => group("emoji-lately", "used lately", kept().filter((one) => known.has(one)).map((one) => known.get(one)));
export function used(emoji) {
  try {
    localStorage.setItem(KEY, JSON.stringify([emoji, ...kept().filter((one) => one !== emoji)].slice(0, KEPT)));
  } catch { /* storage full or forbidden: then none is remembered */ }
}

/** Where an arrow key leads; undefined at the edge. */
export function neighbour(options, from, key) {
  const at = options.indexOf(from), beside = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (beside) return options[at + beside];
  const place = (one) => one.getBoundingClientRect(), { top, left } = place(from);
  const next = key === "ArrowDown" ? options.slice(at).find((one) => place(one).top > top) : options.slice(0, at).findLast((one) => place(one).top < top);
  const row = next ? options.filter((one) => place(one).top === place(next).top) : [];
  return row.sort((one, other) => Math.abs(place(one).left - left) - Math.abs(place(other).left - left))[0];
}
