/* <mention-list for="id">: while one types a name after an @ it offers the members who can be meant (C12), who are fetched
   when the field is first used. It keeps the focus; ↑ and ↓ choose, Enter or Tab takes, Escape leaves the text as it is. */
const CALL = /(?<![\w.@])@([^\s@][^@\n]{0,40})?$/u;

customElements.define("mention-list", class extends HTMLElement {
  connectedCallback() {
    this.box = document.getElementById(this.getAttribute("for"));
    this.list = this.querySelector("[role=listbox]");
    for (const name of ["input", "keydown", "blur"]) this.box.addEventListener(name, this);
    for (const name of ["pointerdown", "htmx:after:swap"]) this.list.addEventListener(name, this);
  }
  get shown() { return [...this.list.children].filter((option) => !option.hidden); }
  get chosen() { return this.shown.find((option) => option.ariaSelected === "true"); }
  get open() { return this.list.matches(":popover-open"); }
  handleEvent(event) {
    if (event.type === "input" || event.type === "htmx:after:swap") this.offer();
    else if (event.type === "blur") this.close();
    else if (event.type === "keydown") this.open && this.press(event);
    else {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.put(option);
    }
  }
  offer() {
    const call = document.activeElement === this.box && CALL.exec(this.box.value.slice(0, this.box.selectionStart));
    const complete = (option) => call[1] === `${option.dataset.name} `;
    if (!call || [...this.list.children].some(complete)) return this.close();
    const words = (call[1] ?? "").toLocaleLowerCase();
    this.from = call.index;
    for (const option of this.list.children) {
      option.hidden = !option.textContent.toLocaleLowerCase().split(/\s+/).some((_, at, all) => all.slice(at).join(" ").trim().startsWith(words));
    }
    this.shown.length ? this.list.showPopover() : this.close();
    this.choose(this.shown[0]);
  }
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose(this.shown.at((this.shown.indexOf(this.chosen) + step) % this.shown.length));
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") this.put(this.chosen);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape leaves the list, not the field
  }
  choose(option) {
    for (const each of this.list.children) each.ariaSelected = String(each === option);
    option ? this.box.setAttribute("aria-activedescendant", option.id) : this.box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
  put(option) {
    this.box.setRangeText(`@${option.dataset.name} `, this.from, this.box.selectionStart, "end");
    this.close();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  close() {
    if (this.open) this.list.hidePopover();
    this.choose(null);
  }
});
