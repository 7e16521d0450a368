/* A shortcut is an attribute on a real control (data-hotkey="e", or "g i" for two keys in a row), so a key can never do
   what a click cannot. "?" lists what the page has. */
import { chosen } from "desk/choices";

const WAIT = 900;
let before = "", beforeAt = 0;

const typing = (element) => element.closest?.("input, textarea, select, [contenteditable]");
// A link of a closed popover (the views, where there is no room for their column) leads where it leads all the same.
const there = (element) => element.checkVisibility() || element.matches("[popover] a");
const find = (keys) => [...document.querySelectorAll(`[data-hotkey="${CSS.escape(keys)}"]`)].find(usable);
export const usable = (element) => !element.disabled && element.ariaDisabled !== "true" && there(element);
export const wordsOf = ({ dataset, ariaLabel, title }) => dataset.command ?? dataset.hotkeyLabel ?? ariaLabel ?? title ?? "";

export function use(element) {
  if (element.matches("textarea, select, input:not([type=checkbox], [type=radio])")) element.focus();
  else element.click();
}

function help() {
  const dialog = document.getElementById("keys");
  const list = dialog?.querySelector("[data-keys]");
  if (!list) return;
  const known = new Map();
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    const words = wordsOf(element);
    if (words && (usable(element) || element.closest("[popover]"))) known.set(element.dataset.hotkey, words);
  }
  list.replaceChildren(...[...known].flatMap(([keys, words]) => {
    const key = document.createElement("dt"), what = document.createElement("dd");
    key.append(...keys.split(" ").map((k) => Object.assign(document.createElement("kbd"), { textContent: k })));
    what.textContent = words;
    return [key, what];
  }));
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || document.querySelector("dialog:modal") || !chosen("keys")) return;
  if (event.key === "?") return help();
  const pair = event.timeStamp - beforeAt < WAIT ? `${before} ${event.key}` : "";
  const control = (pair && find(pair)) || find(event.key);
  [before, beforeAt] = [event.key, event.timeStamp];
  if (!control) return;
  event.preventDefault();
  use(control);
});
