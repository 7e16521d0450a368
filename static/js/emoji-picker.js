/* <emoji-picker popover src="…">: emoji for what one writes, fetched when it is first opened. Typing narrows them, the arrows
   move, Enter takes; those that were used last come first. */
import { draw, neighbour, used } from "desk/emoji";

customElements.define("emoji-picker", class extends HTMLElement {
  connectedCallback() {
    for (const name of ["toggle", "input", "keydown", "click"]) this.addEventListener(name, this);
    if (this.matches(":popover-open")) this.open();
  }
  get field() { return this.querySelector("[role=combobox]"); }
  get list() { return this.querySelector("[role=listbox]"); }
  get shown() { return [...this.list.querySelectorAll("[role=group]:not([hidden]) [role=option]:not([hidden])")]; }
  get active() { return this.list.querySelector("[data-active]"); }
  /** What one writes in just now: the answer, or the note. */
  get box() { return [...document.querySelectorAll("#composer textarea:enabled")].find((box) => box.checkVisibility()); }
  handleEvent(event) {
    const button = event.target.closest("button");
    if (event.type === "toggle") event.newState === "open" ? this.open() : (this.field.value = "");
    else if (event.type === "input") this.narrow();
    else if (event.type === "keydown") event.target === this.field && !event.isComposing && this.press(event);
    else if (button?.dataset.group) document.getElementById(button.dataset.group).scrollIntoView();
    else if (button) this.take(button.textContent);
  }
  open() {
    draw(this.getAttribute("src"), this.list, this.querySelector("nav")).then(() => this.narrow(), () => this.say("failed"));
  }
  say(what) { for (const name of ["waiting", "none", "failed"]) this.querySelector(`[data-${name}]`).hidden = name !== what; }
  narrow() {
    const words = this.field.value.toLowerCase().match(/\S+/g) ?? [];
    for (const group of this.list.children) {
      const options = [...group.querySelectorAll("[role=option]")];
      for (const option of options) option.hidden = !words.every((word) => option.words.includes(` ${word}`));
      group.hidden = options.every((option) => option.hidden) || (words.length && group.id === "emoji-lately");
    }
    this.point(this.shown[0]);
    this.say(this.active ? "" : "none");
  }
  point(option) {
    this.active?.removeAttribute("data-active");
    option?.setAttribute("data-active", "");
    option?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option?.id ?? "");
    this.querySelector(".emoji__name").textContent = option?.ariaLabel ?? "";
  }
  press(event) {
    if (!this.active || !/^(Enter|Arrow.*)$/.test(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") this.take(this.active.textContent);
    else this.point(neighbour(this.shown, this.active, event.key) ?? this.active);
  }
  take(emoji) {
    const { box } = this;
    used(emoji);
    this.hidePopover();
    box.setRangeText(emoji, box.selectionStart, box.selectionEnd, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
