/* hx-swap="entries": thread entries are added in their place or replaced by id; what is the same stays untouched, so a
   picture doesn't flicker and a screen reader hears only what is new. data-at orders, data-rev tells what is new. */
const byOrder = (a, b) => a.localeCompare(b, "en", { numeric: true });

function place(list, entry) {
  let after = list.lastElementChild;
  while (after && byOrder(after.dataset.at ?? "0", entry.dataset.at) > 0) after = after.previousElementSibling;
  after ? after.after(entry) : list.prepend(entry);
}

/* The day on top of what is whole up to now (data-since, data-until) says so: what stands there and did not come is gone. */
function clear(list, fresh) {
  const span = fresh.find((entry) => entry.dataset.since)?.dataset, stays = new Set(fresh.map((entry) => entry.id));
  const within = ({ dataset: { at, waiting } }) => waiting === "" || (byOrder(at, span.since) >= 0 && byOrder(at, span.until) <= 0);
  for (const entry of span ? [...list.children] : []) if (!stays.has(entry.id) && within(entry)) entry.remove();
}

function put(list, entry) {
  const present = document.getElementById(entry.id);
  if (present?.dataset.rev === entry.dataset.rev && present) return null;
  if (present?.dataset.at === entry.dataset.at) present.replaceWith(entry);
  else {
    present?.remove();
    place(list, entry);
  }
  return entry;
}

htmx.registerExtension("entries", {
  handle_swap(style, target, fragment) {
    if (style !== "entries") return false;
    const fresh = [...fragment.children];
    clear(target, fresh);
    for (const gone of fresh.filter((entry) => "gone" in entry.dataset)) document.getElementById(gone.id)?.remove();
    const added = fresh.map((entry) => ("gone" in entry.dataset ? null : put(target, entry))).filter(Boolean);
    return added.length ? added : true;
  },
});
