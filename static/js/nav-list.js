/* <nav-list>: j and k move over its links; the link of the open ticket bears aria-current, also after a live refresh. */
import { chosen } from "desk/choices";

customElements.define("nav-list", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
    document.addEventListener("htmx:after:swap", this);
    document.addEventListener("htmx:after:history:push", this);
    this.place = this.links.findIndex((link) => link.ariaCurrent);
  }
  disconnectedCallback() {
    for (const name of ["keydown", "htmx:after:swap", "htmx:after:history:push"]) document.removeEventListener(name, this);
  }
  get links() { return [...this.querySelectorAll("a[data-row]")]; }
  handleEvent(event) {
    if (event.type !== "keydown") return this.mark();
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !chosen("keys")) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog") || !this.checkVisibility()) return;
    this.move(step);
    event.preventDefault();
  }
  move(step) {
    const links = this.links;
    const focused = links.indexOf(document.activeElement);
    const here = focused >= 0 ? focused : links.findIndex((link) => link.ariaCurrent);
    // The row one was on may have left the list (closed, snoozed): its place then belongs to the next one.
    const next = here >= 0 ? here + step : this.place + (step > 0 && this.place >= 0 ? 0 : step);
    this.place = Math.max(0, Math.min(next, links.length - 1));
    links[this.place]?.focus();
    links[this.place]?.scrollIntoView({ block: "nearest" });
  }
  mark() {
    this.links.forEach((link, index) => {
      const open = link.pathname === location.pathname;
      if (open) this.place = index;
      if (open !== (link.ariaCurrent === "true")) link.ariaCurrent = open ? "true" : null;
    });
  }
});
