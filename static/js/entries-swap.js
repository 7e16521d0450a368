/* hx-swap="entries": thread entries are added in their place or replaced by id; what is the same stays untouched, so a
   picture doesn't flicker and a screen reader hears only what is new. data-at orders, data-rev tells what is new. */
const byOrder = (a, b) => a.localeCompare(b, "en", { numeric: true });

function place(list, entry) {
  let after = list.lastElementChild;
  while (after && byOrder(after.dataset.at ?? "0", entry.dataset.at) > 0) after = after.previousElementSibling;
  after ? after.after(entry) : list.prepend(entry);
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
    const added = [...fragment.children].map((entry) => put(target, entry)).filter(Boolean);
    return added.length ? added : true;
  },
});
