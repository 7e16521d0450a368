/* <choice-lines>: choices are written one below the other. Enter goes to the next one or makes one, several pasted lines make
   several, Backspace takes an empty one away. */
const FEWEST = 2;

customElements.define("choice-lines", class extends HTMLElement {
  connectedCallback() { for (const name of ["keydown", "paste", "click"]) this.addEventListener(name, this); }
  get fields() { return [...this.querySelectorAll("[data-choice]")]; }
  handleEvent(event) {
    const remove = event.target.closest("button[value^='remove ']");
    if (event.type === "click") remove && this.leave(remove.closest("li").querySelector("[data-choice]"));
    else if (event.target.matches("[data-choice]")) event.type === "paste" ? this.paste(event) : this.press(event);
  }
  press(event) {
    const { key, target } = event, next = this.fields[this.fields.indexOf(target) + 1];
    if (key === "Enter" && !event.isComposing) next ? next.focus() : target.value && this.add(target);
    else if (key === "Backspace" && !target.value && this.fields.length > FEWEST) target.closest("li").querySelector("button[value^='remove ']").click();
    else return;
    event.preventDefault();
  }
  paste(event) {
    const [first, ...rest] = event.clipboardData.getData("text").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (!rest.length) return;
    event.preventDefault();
    event.target.setRangeText(first, event.target.selectionStart, event.target.selectionEnd, "end");
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    this.add(event.target, rest);
  }
  /** One more below this one, or one of each line. */
  add(field, lines = []) {
    const button = this.querySelector(":scope > button"), [verb, noun, message] = button.value.split(" ");
    const sent = lines.map((value) => Object.assign(document.createElement("input"), { type: "hidden", name: "line", value }));
    button.value = [verb, noun, message, field.closest("li").querySelector("[type=hidden]").value].join(" ");
    this.append(...sent);
    button.click();
    for (const input of sent) input.remove();
  }
  /** The focus goes to a neighbour of what is taken away. */
  leave(field) {
    const place = this.fields.indexOf(field);
    (this.fields[place - 1] ?? this.fields[place + 1])?.focus();
  }
});
