/* The dialog of the keys lists what the page has, in groups: the nearest data-keys-of names it, "g" and a letter go places. */
import { usable, wordsOf } from "desk/hot-keys";

const dialog = document.getElementById("keys");

function groupOf(element) {
  const name = element.dataset.hotkey.startsWith("g ") ? "go" : element.closest("[data-keys-of]")?.dataset.keysOf;
  return dialog.querySelector(`[data-keys="${name ?? "page"}"]`);
}

/** Whether one gets to it: it is to be seen, or in a menu that can be opened. */
function isThere(element) {
  const menu = element.closest("[popover]")?.id;
  return usable(element) || [...document.querySelectorAll(`[popovertarget="${menu}"]`)].some(usable);
}

function entry(keys, words) {
  const key = document.createElement("dt"), what = document.createElement("dd");
  key.append(...keys.split(" ").map((each) => Object.assign(document.createElement("kbd"), { textContent: each })));
  what.textContent = words;
  for (const part of [key, what]) part.dataset.found = "";
  return [key, what];
}

dialog?.addEventListener("beforetoggle", ({ newState }) => {
  if (newState !== "open") return;
  for (const old of dialog.querySelectorAll("[data-found]")) old.remove();
  const known = new Set();
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    const keys = element.dataset.hotkey, words = wordsOf(element);
    if (!words || known.has(keys) || !isThere(element)) continue;
    known.add(keys);
    groupOf(element).append(...entry(keys, words));
  }
  for (const list of dialog.querySelectorAll("[data-keys]")) list.parentElement.hidden = !list.children.length;
});
