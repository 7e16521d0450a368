/* <search-menu popover>: a field above options that it fetches on opening. Typing narrows them, the arrows move, Enter takes.
   What they led to outlasts a fetch. The option [data-new] stands for what is typed while no other is called so. */
const HEARD = ["beforetoggle", "toggle", "input", "keydown", "htmx:after:swap", "htmx:after:request", "htmx:response:error", "htmx:error"];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

customElements.define("search-menu", class extends HTMLElement {
  connectedCallback() { for (const name of HEARD) this.addEventListener(name, this); }
  get field() { return this.querySelector("[role=combobox]"); }
  get list() { return this.querySelector("[role=listbox]"); }
  get options() { return [...this.list.querySelectorAll("[role=option]:not([data-new])")]; }
  get shown() { return [...this.list.querySelectorAll("[role=option]:not([hidden])")]; }
  handleEvent(event) {
    const { type, detail } = event;
    if (type === "beforetoggle") event.newState === "closed" && this.close();
    else if (type === "toggle") event.newState === "open" && this.open();
    else if (type === "input") this.narrow();
    else if (type === "htmx:after:swap") this.narrow(this.field.getAttribute("aria-activedescendant"));
    else if (type === "keydown") this.press(event);
    else if (type === "htmx:after:request") this.answered(detail.ctx);
    else this.say("failed");
  }
  open() {
    this.field.select();
    this.narrow();
    this.say(this.options.length ? "" : "waiting");
    this.list.dispatchEvent(new CustomEvent("options"));
  }
  close() { [this.typed, this.field.value] = [this.field.value, ""]; }
  answered({ request, response }) {
    if (request.method === "GET") this.say(response.status < 300 ? "" : "failed");
    else if (response.status >= 300) this.field.value = this.typed; // refused: to be put right
  }
  say(what) {
    for (const name of ["waiting", "failed"]) this.querySelector(`[data-${name}]`).hidden = name !== what;
  }
  narrow(kept) {
    const typed = plain(this.field.value), fresh = this.list.querySelector("[data-new]"), none = this.querySelector("[data-no-match]");
    const words = (option) => plain(option.dataset.words ?? option.textContent);
    for (const option of this.options) option.hidden = !words(option).includes(typed);
    if (fresh) {
      fresh.hidden = !typed || this.options.some((option) => words(option) === typed);
      fresh.querySelector("[data-typed]").textContent = this.field.value.trim();
    }
    if (none) none.hidden = !this.options.length || this.shown.length > 0;
    this.point(this.shown.find((option) => option.id === kept) ?? this.shown[0]);
  }
  point(option) {
    this.list.querySelector("[data-active]")?.removeAttribute("data-active");
    option?.setAttribute("data-active", "");
    this.field.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  }
  press(event) {
    if (!this.list.querySelector("[data-active]")) this.narrow(); // a key that came before the menu's own event
    const { shown } = this, here = shown.findIndex((option) => option.matches("[data-active]"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(shown.at((here + step) % shown.length));
    else if (event.key === "Enter" && !event.isComposing) shown[here]?.click();
    else return event.key === "Escape" && event.stopPropagation(); // the popover's own, which gives back the focus
    event.preventDefault();
  }
});
