/* hx-swap="rows": the first page of a list takes its place, the pages below it that one has scrolled to stay. A row that did
   not change (data-rev) is not touched, so that a click or the focus on it is never lost to a live refresh. */
const at = (row) => row.dataset.at ?? "9";
const older = (row, end) => at(row).localeCompare(at(end), "en", { numeric: true }) < 0;

function clear(list, fresh, end) {
  const stays = new Set(fresh.map((row) => row.id));
  for (const row of [...list.children]) {
    const below = end && row.dataset.at && older(row, end);
    if (!stays.has(row.id) && !below) row.remove();
  }
}

function lay(list, fresh) {
  let cursor = list.firstElementChild;
  return fresh.filter((row) => {
    const present = document.getElementById(row.id);
    const same = present && present.dataset.rev === row.dataset.rev;
    const put = same ? present : row;
    if (present === cursor) cursor = cursor?.nextElementSibling;
    if (!same) present?.remove();
    if (put !== present || put.nextElementSibling !== cursor) list.insertBefore(put, cursor);
    return !same;
  });
}

htmx.registerExtension("rows", {
  handle_swap(style, list, fragment) {
    if (style !== "rows") return false;
    const fresh = [...fragment.children], more = fresh.find((row) => row.id === "more-rows");
    const rows = fresh.filter((row) => row !== more), end = more && rows.at(-1);
    const focused = document.activeElement?.closest?.("#rows > li")?.id;
    const way = end && [...list.children].some((row) => row.dataset.at && older(row, end)) ? list.querySelector("#more-rows") : more;
    clear(list, way ? [...rows, way] : rows, end);
    const changed = lay(list, rows);
    if (way && way === more) {
      list.querySelector("#more-rows")?.remove();
      list.append(way);
    }
    if (focused && document.activeElement === document.body) document.querySelector(`#${focused} a`)?.focus({ preventScroll: true });
    return changed.length || way ? [...changed, ...(way ? [way] : [])] : true;
  },
});
