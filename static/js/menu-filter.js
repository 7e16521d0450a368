/* <menu-filter>: narrows the long menu that it stands in. One types, wherever in the menu one is; Enter takes the first that
   is left, the arrows walk. */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

customElements.define("menu-filter", class extends HTMLElement {
  connectedCallback() {
    this.menu = this.closest(".menu");
    this.input = this.querySelector("input");
    this.input.addEventListener("input", this);
    this.menu?.addEventListener("keydown", this);
  }
  disconnectedCallback() { this.menu?.removeEventListener("keydown", this); }
  get items() { return [...this.menu.querySelectorAll(".menu__item")]; }
  get left() { return this.items.filter((item) => !item.hidden); }
  handleEvent(event) {
    if (event.type === "input") return this.narrow();
    const { key, target } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.walk(step, target);
    else if (key === "Enter" && target === this.input) this.left[0]?.click();
    else return this.type(event);
    event.preventDefault();
  }
  narrow() {
    const wanted = fold(this.input.value);
    for (const item of this.items) item.hidden = !fold(item.textContent).includes(wanted);
    this.querySelector("[data-none]").hidden = this.left.length > 0;
  }
  walk(step, from) {
    const stops = [this.input, ...this.left];
    stops[(stops.indexOf(from) + step + stops.length) % stops.length].focus();
  }
  /** A letter goes to the field, and is no shortcut meanwhile. */
  type(event) {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === " ") return;
    event.stopPropagation();
    this.input.focus();
  }
});
