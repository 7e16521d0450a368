/* <ticket-presence number="42">: says that this tab shows the ticket, and when one types in it; shows who else does (B8).
   A hidden tab shows nothing to anybody, so it says nothing. */
import { newId } from "desk/pending-bubble";

const STAYING = 20_000, SOON = 5_000, TYPING = 3_000;
const tab = newId();
const HEARD = [[document, "visibilitychange"], [document, "input"], [window, "pagehide"], [window, "pageshow"]];

customElements.define("ticket-presence", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.tab.value = tab;
    this.places = [...HEARD, [document.body, `live:presence-${this.getAttribute("number")}`], [document.body, "live:resync"]];
    for (const [place, name] of this.places) place.addEventListener(name, this);
    this.clock = setInterval(() => this.tick(), 1_000);
    setTimeout(() => this.say()); // once htmx knows the form
  }
  disconnectedCallback() {
    for (const [place, name] of this.places) place.removeEventListener(name, this);
    clearInterval(this.clock);
    this.leave();
  }
  handleEvent(event) {
    if (event.type === "input") this.wrote(event);
    else if (event.type === "pagehide" || document.hidden) this.leave();
    else this.say();
  }
  /** A draft that a script puts into the field is nobody's typing; an emptied field means that it is over. */
  wrote({ target, isTrusted }) {
    if (!target.matches("#composer textarea")) return;
    if (!target.value) return this.pause();
    if (!isTrusted) return;
    const began = !this.typedAt;
    this.typedAt = Date.now();
    if (began || this.typedAt - this.saidAt > TYPING) this.say();
  }
  pause() {
    if (!this.typedAt) return;
    this.typedAt = 0;
    this.say();
  }
  tick() {
    if (this.typedAt && Date.now() - this.typedAt > SOON) this.pause();
    else if (Date.now() - this.saidAt > (this.querySelector("[data-typing]") ? SOON : STAYING)) this.say();
  }
  say() {
    if (document.hidden || !this.isConnected) return;
    this.here = true;
    this.saidAt = Date.now();
    this.form.typing.value = this.typedAt ? "on" : "";
    this.form.dispatchEvent(new CustomEvent("say"));
  }
  leave() {
    if (!this.here) return;
    this.here = this.typedAt = 0;
    const farewell = new FormData(this.form);
    farewell.set("_method", "DELETE");
    navigator.sendBeacon(this.form.action, farewell);
  }
});
