/* <search-box>: what is searched for stands in the address too, beside a list or an open ticket, so that a reload, a link and
   the way back show the same list. Esc empties the field and leaves it. */
customElements.define("search-box", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this);
    this.addEventListener("htmx:after:request", this);
  }
  get field() { return this.querySelector("input"); }
  handleEvent(event) {
    if (event.type === "keydown") return event.key === "Escape" && this.leave(event);
    const address = new URL(location.href), said = this.field.value.trim();
    if (said) address.searchParams.set("q", said);
    else address.searchParams.delete("q");
    address.searchParams.delete("after");
    history.replaceState(history.state, "", address);
  }
  leave(event) {
    event.preventDefault();
    this.field.blur();
    if (!this.field.value) return;
    this.field.value = "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
