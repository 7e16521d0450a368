/* <command-palette>: Ctrl/Cmd+K lists all that can be done on this page, all places, and tickets by what one types (B9). A
   combobox: the focus stays in the field, arrows move the choice, Enter does it, Esc closes. */
import { use } from "desk/hot-keys";
import { draw } from "desk/palette-list";
import { remember, suggestions } from "desk/palette-sources";

customElements.define("command-palette", class extends HTMLElement {
  connectedCallback() {
    const parts = ["dialog", "input", "[role=listbox]", "[role=status]", "#palette-places", "#palette-found"];
    [this.dialog, this.input, this.list, this.status, this.places, this.found] = parts.map((part) => this.querySelector(part));
    for (const name of ["keydown", "click", "htmx:after:swap"]) document.addEventListener(name, this);
    this.addEventListener("input", this);
  }
  handleEvent(event) {
    const { type, target } = event;
    if (type === "click") this.clicked(target);
    else if (type === "input") this.show();
    else if (type === "htmx:after:swap") this.dialog.open && target.closest?.("command-palette, [data-commands]") && this.show(this.walked);
    else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.dialog.open ? this.dialog.close() : this.open();
    } else if (target === this.input && !event.isComposing) this.pressed(event);
  }
  clicked(target) {
    const option = target.closest("#palette-list [role=option]");
    option ? this.run(option) : target.closest("[data-palette]") && this.open();
  }
  open() {
    if (document.querySelector("dialog:modal")) return;
    this.input.value = "";
    this.found.replaceChildren();
    this.show(); // while what can be done is still what can be seen
    this.dialog.showModal();
    this.places.dispatchEvent(new CustomEvent("open"));
  }
  pressed(event) {
    const at = this.options.indexOf(this.chosen), last = this.options.length - 1;
    const next = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last }[event.key];
    if (event.key === "Enter") this.chosen && this.run(this.chosen);
    else if (next !== undefined) this.walked = this.choose(this.options[next]);
    else return;
    event.preventDefault();
  }
  show(walked) {
    this.walked = walked; // the label that the arrows led to: what is fetched meanwhile does not take it back
    this.options = draw(this.list, suggestions(this.input.value.trim(), this.places, this.found));
    this.status.hidden = this.options.length > 0;
    this.choose(this.options.find(({ command }) => walked === command.label) ?? this.options[0]);
  }
  choose(option) {
    this.chosen = option;
    for (const each of this.options) each.ariaSelected = String(each === option);
    option?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
    return option?.command.label;
  }
  run({ command }) {
    remember(command);
    this.dialog.close();
    use(command.element);
  }
});
