/* Between choosing a ticket and its coming the last one still stands there, and what one types is meant for the one that
   comes. So the old one can't be used, and keys for a ticket wait; they are given up if it does not come. */
let coming = 0;
const waiting = [];
const place = () => document.getElementById("desk-ticket");
const isTicket = ({ detail }) => detail.ctx?.target && detail.ctx.target === place();
const isForTicket = ({ key }) => waiting.length || place().querySelector(`[data-hotkey="${CSS.escape(key.toLowerCase())}"]`);

document.addEventListener("htmx:before:request", (event) => {
  if (!isTicket(event)) return;
  coming += 1;
  place().inert = true;
});
document.addEventListener("htmx:finally:request", (event) => {
  if (!isTicket(event)) return;
  coming -= 1;
  if (coming) return;
  place().inert = false;
  const keys = waiting.splice(0);
  if (event.detail.ctx.response?.status < 300) keys.forEach(press);
});
document.addEventListener("keydown", (event) => {
  if (!coming || event.isComposing || event.target.matches("input, textarea") || !isForTicket(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { key, ctrlKey, metaKey, shiftKey } = event;
  waiting.push({ key, ctrlKey, metaKey, shiftKey });
}, true);

function press(keys) {
  const field = document.activeElement, { key, ctrlKey, metaKey } = keys;
  if (field.matches("textarea, input") && key.length === 1 && !ctrlKey && !metaKey) {
    field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  } else field.dispatchEvent(new KeyboardEvent("keydown", { ...keys, bubbles: true, cancelable: true }));
}
