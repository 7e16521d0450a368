/* <nav-list>: j and k move over its links, the arrows too where one of them has the focus. One of them is in the order of
   Tab, with its box, so that the list is one stop. The open ticket's link bears aria-current, also after a live refresh; Esc leads from the
   composer to it. */
import { chosen } from "desk/choices";
import { somethingIsOpen, typing } from "desk/hot-keys";

const HEARD = ["keydown", "htmx:after:swap", "htmx:after:history:push"];
const LETTERS = { j: 1, k: -1 }, ARROWS = { ArrowDown: 1, ArrowUp: -1 };

customElements.define("nav-list", class extends HTMLElement {
  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
    this.addEventListener("focusin", this);
    this.place = this.links.findIndex((link) => link.ariaCurrent);
    this.welcome();
    this.mark();
  }
  disconnectedCallback() { for (const name of HEARD) document.removeEventListener(name, this); }
  get links() { return [...this.querySelectorAll("a[data-row]")]; }
  get open() { return this.links.find((link) => link.pathname === location.pathname); }
  /** Who comes back from a ticket is at its row. */
  welcome() {
    if (this.place >= 0 || !document.referrer || document.activeElement !== document.body) return;
    this.links.find((link) => link.pathname === new URL(document.referrer).pathname)?.focus();
  }
  handleEvent(event) {
    if (event.type === "focusin") this.mark(event.target.closest("a[data-row]"));
    else if (event.type !== "keydown") this.mark();
    else if (event.key === "Escape" && event.target.closest("#composer")) (this.open ?? this.links[Math.min(this.place, this.links.length - 1)])?.focus();
    else this.press(event);
  }
  press(event) {
    const { key, target } = event, inside = target.matches("a[data-row]") || (target.id === "q" && key === "ArrowDown");
    const step = (inside && ARROWS[key]) || (chosen("keys") && !typing(target) && LETTERS[key]);
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!this.checkVisibility() || somethingIsOpen()) return;
    this.move(step);
    event.preventDefault();
  }
  move(step) {
    const { links } = this;
    const focused = links.indexOf(document.activeElement);
    const here = focused >= 0 ? focused : links.findIndex((link) => link.ariaCurrent);
    // The row one was on may have left the list (closed, snoozed): its place then belongs to the next one.
    const next = here >= 0 ? here + step : this.place + (step > 0 && this.place >= 0 ? 0 : step);
    this.place = Math.max(0, Math.min(next, links.length - 1));
    links[this.place]?.focus();
    links[this.place]?.scrollIntoView({ block: "nearest" });
  }
  mark(focused) {
    const { links, open } = this;
    if (open) this.place = links.indexOf(open);
    const stop = [focused, this.stop, open].find((link) => links.includes(link)) ?? links[0];
    this.stop = stop;
    for (const link of links) {
      if ((link === open) !== (link.ariaCurrent === "true")) link.ariaCurrent = link === open ? "true" : null;
      link.tabIndex = link === stop ? 0 : -1;
      const box = link.parentElement.querySelector(".pick input");
      if (box) box.tabIndex = link.tabIndex;
    }
  }
});
