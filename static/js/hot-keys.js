/* A shortcut is an attribute on a real control (data-hotkey="e", or "g i" for two keys in a row), so a key can never do
   what a click cannot. */
import { chosen } from "desk/choices";

const WAIT = 900;
let before = "", beforeAt = 0;

export const typing = (element) => element.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
export const somethingIsOpen = () => document.querySelector("dialog:modal, .menu:popover-open");
// In a closed popover a link leads where it leads all the same (the views, where there is no room for their column), and
// what opens a dialog opens it.
const there = (element) => element.checkVisibility() || element.matches("[popover] :is(a, [commandfor])");
const find = (keys) => [...document.querySelectorAll(`[data-hotkey="${CSS.escape(keys)}"]`)].find(usable);
export const usable = (element) => !element.disabled && element.ariaDisabled !== "true" && there(element);
export const wordsOf = ({ dataset, ariaLabel, title }) => dataset.command ?? dataset.hotkeyLabel ?? ariaLabel ?? title ?? "";

export function use(element) {
  if (element.matches("textarea, select, input:not([type=checkbox], [type=radio])")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || somethingIsOpen() || !chosen("keys")) return;
  const key = event.shiftKey ? event.key : event.key.toLowerCase(); // Caps Lock means nothing here
  const pair = event.timeStamp - beforeAt < WAIT ? `${before} ${key}` : "";
  const control = (pair && find(pair)) || find(key);
  [before, beforeAt] = [key, event.timeStamp];
  if (!control) return;
  event.preventDefault();
  use(control);
});
