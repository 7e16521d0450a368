/* <segment-counter for="id" url prefix>: characters left, segments, encoding and cost of a field's text as it leaves (E7): `url`
   tells what variables and links become, `prefix` is put before a text that does not say it. What that takes is fetched with
   the first text. */
import { MAX_CHARACTERS, count } from "desk/segments";

const HEARD = ["input", "pictures"];
const ABOUT = {
  "MMS": "With pictures it travels as one multimedia message.",
  "UCS-2": "An emoji or a special character makes segments shorter: 70 characters, 67 each when joined.",
  "GSM-7": "160 characters in one segment, 153 each when joined.",
};

customElements.define("segment-counter", class extends HTMLElement {
  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
    this.show();
  }
  disconnectedCallback() {
    this.standIns?.close();
    for (const name of HEARD) document.removeEventListener(name, this);
  }
  get field() { return document.getElementById(this.getAttribute("for")); }
  get text() { return this.field?.value ?? ""; }
  get pictures() { return this.field?.form?.querySelectorAll("[name=picture]").length; }
  handleEvent({ type, target }) { if (type === "pictures" || target.id === this.getAttribute("for")) this.show(); }
  /** The text as it is sent. */
  fill(text) {
    const body = this.standIns?.fill(text) ?? text, prefix = this.getAttribute("prefix");
    return !prefix || !body || body.toLowerCase().includes(prefix.toLowerCase()) ? body : `${prefix}: ${body}`;
  }
  show() {
    const { text, pictures } = this, body = this.fill(text), measured = count(body), length = [...body].length;
    this.toggleAttribute("data-many", measured.segments > 2);
    this.toggleAttribute("data-over", length > MAX_CHARACTERS);
    this.textContent = length > MAX_CHARACTERS ? `${length - MAX_CHARACTERS} characters too many` : this.words(measured, pictures);
    this.title = ABOUT[pictures ? "MMS" : measured.encoding];
    this.standIns?.learn(text);
    if (text) this.waking ??= this.wake().catch(() => (this.waking = null)); // without a connection: with the next key
    this.dispatchEvent(new CustomEvent("measured", { bubbles: true, detail: { counter: this, segments: pictures ? 1 : measured.segments } }));
  }
  async wake() {
    const [{ StandIns }] = await Promise.all([import("desk/stand-ins"), import("desk/text-hints")]);
    this.standIns = new StandIns(this, () => this.show());
    this.show();
  }
  words({ segments, left, encoding }, pictures) {
    if (pictures) return `MMS · ${pictures} ${pictures === 1 ? "picture" : "pictures"}`;
    if (!segments) return "";
    const price = this.standIns?.price, cost = price ? ` · ${money(segments * price.amount, price.currency)}` : "";
    return `${left} left · ${segments} ${segments === 1 ? "segment" : "segments"} · ${encoding}${cost}`;
  }
});

function money(amount, currency) {
  return new Intl.NumberFormat(undefined, { style: "currency", currency, maximumSignificantDigits: 3 }).format(amount);
}
