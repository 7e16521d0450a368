/* hx-swap="rows": the first page of a list takes its place, the pages below it that one has scrolled to stay. A row that did
   not change (data-rev) is not touched, one that did keeps its elements and gets their new contents: so a click, the focus
   or the way back to it from an open menu is never lost to a live refresh. */
import { keepRow } from "desk/row-focus";

const at = (row) => row.dataset.at ?? "9";
const older = (row, end) => at(row).localeCompare(at(end), "en", { numeric: true }) < 0;

function clear(list, fresh, end) {
  const stays = new Set(fresh.map((row) => row.id));
  for (const row of [...list.children]) {
    const below = end && row.dataset.at && older(row, end);
    if (!stays.has(row.id) && !below) row.remove();
  }
}

const OURS = ["aria-current", "data-htmx-powered", "tabindex"]; // set in the browser
function attributes(part, fresh) {
  for (const { name } of [...part.attributes]) if (!fresh.hasAttribute(name) && !OURS.includes(name)) part.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (part.getAttribute(name) !== value) part.setAttribute(name, value);
}
function renew(row, fresh) {
  const parts = [...row.children], news = [...fresh.children];
  attributes(row, fresh);
  if (parts.map((part) => part.localName).join() !== news.map((part) => part.localName).join()) return row.replaceChildren(...news);
  parts.forEach((part, place) => {
    attributes(part, news[place]);
    part.replaceChildren(...news[place].childNodes);
  });
}

/** Returns the rows that are new or have changed. One that is moved loses the focus. */
function lay(list, fresh) {
  let cursor = list.firstElementChild;
  return fresh.map((row) => {
    const present = document.getElementById(row.id), put = present ?? row;
    const same = present?.dataset.rev === row.dataset.rev;
    if (present === cursor) cursor = cursor?.nextElementSibling;
    if (present && !same) renew(present, row);
    if (put !== present || put.nextElementSibling !== cursor) list.insertBefore(put, cursor);
    return present && same ? null : put;
  }).filter(Boolean);
}

/** hx-swap="rows-more": the next page takes the place of the way to it. A ticket that moved while one scrolled may stand
    further up already; it stands here now. */
function lengthen(way, fresh) {
  for (const row of fresh) if (row.id !== way.id) document.getElementById(row.id)?.remove();
  way.replaceWith(...fresh);
  return fresh;
}

htmx.registerExtension("rows", {
  handle_swap(style, list, fragment) {
    if (style === "rows-more") return lengthen(list, [...fragment.children]);
    if (style !== "rows") return false;
    const giveBack = keepRow(list), fresh = [...fragment.children], more = fresh.find((row) => row.id === "more-rows");
    const rows = fresh.filter((row) => row !== more), end = more && rows.at(-1);
    const way = end && [...list.children].some((row) => row.dataset.at && older(row, end)) ? list.querySelector("#more-rows") : more;
    clear(list, way ? [...rows, way] : rows, end);
    const changed = lay(list, rows);
    if (way && way === more) {
      list.querySelector("#more-rows")?.remove();
      list.append(way);
    }
    giveBack();
    return changed.length || way ? [...changed, ...(way ? [way] : [])] : true;
  },
});
