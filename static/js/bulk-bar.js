/* <bulk-bar>: what is done with the chosen rows of the list it stands in. The boxes of the rows are the truth; x toggles the row
   that one is on, Shift takes all rows in between, Esc lets go of them. */
import { chosen } from "desk/choices";

const HEARD = ["click", "change", "keydown", "htmx:after:swap", "htmx:after:request"];

customElements.define("bulk-bar", class extends HTMLElement {
  connectedCallback() {
    this.list = this.closest("nav-list");
    for (const name of HEARD) (name === "keydown" ? document : this.list).addEventListener(name, this);
    this.tell();
  }
  disconnectedCallback() { for (const name of HEARD) (name === "keydown" ? document : this.list).removeEventListener(name, this); }
  get boxes() { return [...this.list.querySelectorAll("#rows [name=number]")]; }
  get picked() { return this.boxes.filter((box) => box.checked); }
  part(name) { return this.querySelector(`[data-${name}]`); }
  handleEvent(event) {
    const { type, target } = event;
    if (type === "keydown") return this.press(event);
    if (type === "click") return this.click(event);
    if (type === "change" && target === this.part("shown")) this.pick(this.boxes, target.checked);
    if (type === "htmx:after:request") this.sent(event);
    this.tell();
  }
  click({ target, shiftKey }) {
    if (target.closest("[data-clear]")) return this.clear();
    if (target.name !== "number") return;
    const boxes = this.boxes, [from, to] = [boxes.indexOf(this.last), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && from >= 0) this.pick(boxes.slice(from, to + 1), target.checked);
    this.last = target;
    this.tell();
  }
  press(event) {
    const { key, target } = event;
    if (key === "Enter" && target.type === "datetime-local" && this.contains(target)) {
      event.preventDefault(); // the field's own button, not the first of the form
      return target.parentElement.querySelector("button").click();
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal, :popover-open")) return;
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") || !this.list.checkVisibility()) return;
    if (key === "Escape" && this.picked.length) this.clear();
    const row = key === "x" && chosen("keys") && (document.activeElement.closest("#rows > li") ?? this.list.querySelector("#rows > li:has([aria-current])"));
    if (row) row.querySelector("[name=number]")?.click();
  }
  pick(boxes, on) { for (const box of boxes) box.checked = on; }
  clear() {
    this.pick([...this.boxes, this.part("all")], false);
    this.tell();
  }
  sent({ target, detail }) {
    if (target.id !== "bulk" || detail.ctx.response.status >= 300) return;
    const picked = this.picked, rest = this.boxes.slice(this.boxes.indexOf(picked[0]));
    rest.find((box) => !box.checked)?.closest("li").querySelector("a").focus();
    this.querySelector(":popover-open")?.hidePopover();
    this.clear();
  }
  /** Says how many are meant; offers the rest once all that is shown is chosen. */
  tell() {
    const count = this.picked.length, shown = this.part("shown"), every = count > 0 && count === this.boxes.length;
    const more = this.part("more"), all = this.part("all"), total = this.part("total");
    shown.checked = every;
    shown.indeterminate = count > 0 && !every;
    if (!every) all.checked = false;
    more.hidden = !every || !this.list.querySelector("#more-rows");
    if (!more.hidden) total.dispatchEvent(new CustomEvent("total"));
    all.disabled = Boolean(total.querySelector("[data-error]"));
    this.part("count").textContent = all.checked ? total.querySelector("[data-number]")?.textContent ?? "All" : count;
  }
});
