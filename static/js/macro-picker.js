/* <macro-picker for="id">: puts a macro into that field (C13): the one that is chosen in the menu #macros, or the one whose
   /shortcut is typed before a space or Tab. The rest of what it does stands in <macro-steps> until the answer is sent. */
const SHORTCUT = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u;
const GAP = /⟨[^⟩]*⟩/;

customElements.define("macro-picker", class extends HTMLElement {
  connectedCallback() {
    for (const name of ["click", "input", "keydown"]) document.addEventListener(name, this);
  }
  disconnectedCallback() {
    for (const name of ["click", "input", "keydown"]) document.removeEventListener(name, this);
  }
  get box() { return document.getElementById(this.getAttribute("for")); }
  get menu() { return document.getElementById("macros"); }
  get list() { return this.menu.querySelector("[role=listbox]"); }
  get typed() { return SHORTCUT.exec(this.box.value.slice(0, this.box.selectionStart)); }
  handleEvent(event) {
    const { type, target } = event;
    if (type === "click") this.choose(target.closest?.("#macros [data-steps]"));
    else if (target !== this.box) return;
    else if (type === "input") this.typed?.[1] === "" && this.list.dispatchEvent(new CustomEvent("options"));
    else if ((event.key === " " || event.key === "Tab") && !event.shiftKey && !event.isComposing) this.expand(event);
  }
  choose(option) {
    if (!option) return;
    this.menu.hidePopover();
    this.put(option, this.box.selectionStart);
  }
  expand(event) {
    const shortcut = this.typed?.[1].toLowerCase();
    const found = shortcut ? [...this.list.querySelectorAll(`[data-steps][data-shortcut="${CSS.escape(shortcut)}"]`)] : [];
    const option = found.find((each) => each.matches("[data-own]")) ?? found[0];
    if (!option) return;
    event.preventDefault();
    this.put(option, this.box.selectionStart - shortcut.length - 1);
  }
  /** The text goes to the caret; what could not be filled in is selected, to be written over. */
  put(option, from) {
    const { box } = this, text = option.querySelector("[data-text]").textContent, gap = GAP.exec(text);
    box.setRangeText(text, from, box.selectionEnd, "end");
    box.closest("form").querySelector("macro-steps").add(JSON.parse(option.dataset.steps));
    box.focus();
    if (gap) box.setSelectionRange(from + gap.index, from + gap.index + gap[0].length);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
