/* <as-sent id text choices>: a message as it leaves, its numbered choices below its text, for whatever counts it as if it were
   a field (<segment-counter for>). `text` is the id of its textarea, `choices` of what holds the fields of its choices. */
const HEARD = ["input", "htmx:after:swap"];

customElements.define("as-sent", class extends HTMLElement {
  connectedCallback() {
    this.known = this.value;
    for (const name of HEARD) document.addEventListener(name, this);
  }
  disconnectedCallback() { for (const name of HEARD) document.removeEventListener(name, this); }
  get box() { return document.getElementById(this.getAttribute("text")); }
  get choices() { return [...document.getElementById(this.getAttribute("choices"))?.querySelectorAll("[data-choice]") ?? []]; }
  get form() { return this.box.form; }
  get value() {
    const text = this.box?.value ?? "", choices = this.choices.map(({ value }) => value);
    return [text, ...choices].some(Boolean) ? [text, ...choices.map((choice, place) => `${place + 1}. ${choice}`)].join("\n") : "";
  }
  handleEvent() {
    if (this.value === this.known) return;
    this.known = this.value;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }
  focus() { this.box.focus(); }
  /** All of it anew, line by line: the last ones are the choices. */
  setRangeText(body) {
    const lines = body.split("\n"), told = lines.splice(lines.length - this.choices.length);
    this.box.value = lines.join("\n");
    this.choices.forEach((field, place) => (field.value = told[place].replace(/^\d+\. /, "")));
  }
});
