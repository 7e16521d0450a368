/* <bulk-bar>: what is done with the chosen rows of the list it stands in. The boxes of the rows are the truth: x toggles the one
   that has the focus or is open, a click with Shift takes all in between, Esc lets go of them. */
import { chosen } from "desk/choices";
import { somethingIsOpen, typing } from "desk/hot-keys";

const HEARD = ["click", "change", "htmx:after:swap", "htmx:after:request"];

customElements.define("bulk-bar", class extends HTMLElement {
  connectedCallback() {
    this.list = this.closest("nav-list");
    this.gone = new AbortController();
    for (const name of HEARD) this.list.addEventListener(name, this, this.gone);
    document.addEventListener("keydown", this, this.gone);
    this.tell();
  }
  disconnectedCallback() { this.gone.abort(); }
  get boxes() { return [...this.list.querySelectorAll("#rows [name=number]")]; }
  get picked() { return this.boxes.filter((box) => box.checked); }
  part(name) { return this.querySelector(`[data-${name}]`); }
  handleEvent(event) {
    const { type, target } = event;
    if (type === "keydown" || type === "click") return this[type](event);
    if (type === "change" && target === this.part("shown")) this.pick(this.boxes, target.checked);
    if (type === "htmx:after:request") this.sent(event);
    this.tell();
  }
  keydown({ key, target, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey || typing(target) || somethingIsOpen() || !this.list.checkVisibility()) return;
    if (key === "Escape" && this.picked.length) this.clear();
    if (key !== "x" || !chosen("keys")) return;
    (target.closest("#rows > li") ?? this.list.querySelector("#rows > li:has([aria-current])"))?.querySelector("[name=number]").click();
  }
  click({ target, shiftKey }) {
    if (target.closest("[data-clear]")) return this.clear();
    if (target.name !== "number") return; // its change tells
    const boxes = this.boxes, [from, to] = [boxes.indexOf(this.last), boxes.indexOf(target)].sort((a, b) => a - b);
    if (shiftKey && from >= 0) this.pick(boxes.slice(from, to + 1), target.checked);
    this.last = target;
  }
  pick(boxes, on) {
    for (const box of boxes) box.checked = on;
    this.tell();
  }
  clear() { this.pick([...this.boxes, this.part("all")], false); }
  sent({ target, detail }) {
    if (target.id !== "bulk" || detail.ctx.response.status >= 300) return;
    const rest = this.boxes.slice(this.boxes.indexOf(this.picked[0]));
    rest.find((box) => !box.checked)?.closest("li").querySelector("a").focus();
    this.querySelector(":popover-open")?.hidePopover();
    this.clear();
  }
  /** Says how many are meant, and offers the rest once all that is shown is chosen. */
  tell() {
    const count = this.picked.length, every = count > 0 && count === this.boxes.length;
    const [shown, more, all, total] = ["shown", "more", "all", "total"].map((name) => this.part(name));
    Object.assign(shown, { checked: every, indeterminate: count > 0 && !every });
    more.hidden = !every || !this.list.querySelector("#more-rows");
    if (!more.hidden) total.dispatchEvent(new CustomEvent("total"));
    Object.assign(all, { checked: all.checked && every, disabled: Boolean(total.querySelector("[data-error]")) });
    this.part("count").textContent = all.checked ? total.querySelector("[data-number]")?.textContent ?? "All" : count;
  }
});
