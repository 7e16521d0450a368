/* <text-hints for="id" table>: what to know of a field's text before it is sent: what is wrong with it, or which characters
   make it cost more than it must, with a button that writes them plainly (E7). */
import { count } from "desk/segments";

customElements.define("text-hints", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("measured", this);
    this.addEventListener("click", this);
  }
  disconnectedCallback() { document.removeEventListener("measured", this); }
  get field() { return document.getElementById(this.getAttribute("for")); }
  handleEvent(event) {
    if (event.type === "click") event.target.closest("button") && this.replace();
    else if (event.detail.counter.getAttribute("for") === this.getAttribute("for")) this.show(event.detail);
  }
  async show({ counter, segments }) {
    const { text, pictures } = counter, problem = counter.standIns?.problems(text)[0];
    const found = problem || pictures ? null : await this.offered(text, (each) => counter.fill(each)).catch(() => null);
    if (text !== this.field?.value) return; // typed on meanwhile
    this.say("problem", problem);
    this.found = found;
    this.say("offer", found && `${found.characters.slice(0, 6).join(" ")} ${found.characters.length > 1 ? "make" : "makes"} it ${segments} segments instead of ${found.segments}.`);
    this.querySelector("button").textContent = found?.letters ? "Write plain letters instead" : "Replace them";
  }
  /** Fetched when a text first needs it. */
  async offered(text, fill) {
    if (count(fill(text)).encoding === "GSM-7") return null;
    const { offer } = await import("desk/transliteration");
    return offer(text, this.getAttribute("table"), fill);
  }
  say(what, words) {
    const line = this.querySelector(`[data-${what}]`);
    line.hidden = !words;
    line.querySelector("span").textContent = words || "";
  }
  replace() {
    const { field, found } = this;
    field.setRangeText(found.body, 0, field.value.length, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
