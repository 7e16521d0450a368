/* <saved-form url>: a form that is sent to `url` as it is typed, by its part that hears "retry". Here it says how that stands,
   tries again what did not get through, and sends what is left when the page goes. What is typed while an answer is on its way
   is not overwritten by it. */
const AGAIN = 5000;
const HEARD = ["input", "htmx:config:request", "htmx:after:request", "htmx:error"];

customElements.define("saved-form", class extends HTMLElement {
  connectedCallback() {
    [this.sent, this.typed] = [0, new Map()];
    for (const name of HEARD) this.addEventListener(name, this);
    window.addEventListener("pagehide", this);
  }
  disconnectedCallback() {
    clearTimeout(this.again);
    window.removeEventListener("pagehide", this);
  }
  get form() { return this.querySelector("form"); }
  handleEvent({ type, target, detail }) {
    if (type === "pagehide") this.leave();
    else if (type === "input") target.form === this.form && this.type(target);
    else if (detail.ctx?.request.action !== this.getAttribute("url")) return;
    else if (type === "htmx:config:request") this.send(detail.ctx);
    else if (type === "htmx:after:request" && detail.ctx.response.status < 500) this.arrive(detail.ctx);
    else this.fail();
  }
  type(field) {
    this.dirty = true;
    this.typed.set(field, this.sent);
    this.say("saving");
  }
  send(ctx) {
    this.dirty = false;
    ctx.number = ++this.sent;
    clearTimeout(this.again);
  }
  arrive({ number }) {
    for (const [field, after] of this.typed) field.toggleAttribute("hx-morph-skip", after >= number);
  }
  fail() {
    this.dirty = true;
    this.say("failed");
    this.again = setTimeout(() => this.querySelector("[hx-trigger*=retry]").dispatchEvent(new Event("retry")), AGAIN);
  }
  leave() {
    if (this.dirty) fetch(this.getAttribute("url"), { method: "POST", body: new URLSearchParams(new FormData(this.form)), keepalive: true });
    this.dirty = false;
  }
  say(what) {
    for (const name of ["saved", "saving", "failed"]) this.querySelector(`[data-${name}]`)?.toggleAttribute("hidden", name !== what);
  }
});
