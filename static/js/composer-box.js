/* <composer-box key="…">: Ctrl/Cmd+Enter sends, the draft is kept, the answer stands there at once. The browser makes the
   message's id, the server renders the same one in its place, and a retry with it is harmless (C17). */
import { draft, drop, keep, waiting } from "desk/outbox";
import { bodyOf, bubbleOf, fail, idOf, newId, show } from "desk/pending-bubble";

const HEARD = ["input", "keydown", "htmx:config:request", "htmx:after:request", "htmx:error"];

customElements.define("composer-box", class extends HTMLElement {
  connectedCallback() {
    this.key = this.getAttribute("key");
    for (const name of HEARD) this.addEventListener(name, this);
    document.addEventListener("click", this);
    document.addEventListener("htmx:after:swap", this);
    this.restore();
    for (const [id, body] of waiting(this.key)) bubbleOf(id) ? drop(this.key, id) : fail(show(id, body));
  }
  disconnectedCallback() {
    document.removeEventListener("click", this);
    document.removeEventListener("htmx:after:swap", this);
  }
  get form() { return this.querySelector("form"); }
  get box() { return this.querySelector("textarea:enabled"); }
  handleEvent(event) {
    const { type, target, detail } = event;
    if (type === "click") this.pressed(target);
    else if (type === "htmx:after:swap") this.restore();
    else if (type === "input") draft(this.key, target.value);
    else if (type === "keydown" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    else if (type === "htmx:config:request") this.send(event, detail.ctx);
    else if (detail?.ctx?.sending) this.sent(detail.ctx.sending, detail.ctx.response?.status);
  }
  /** The draft goes into a new field: on opening the ticket, and when the field comes back after it was locked. */
  restore() {
    const { box } = this;
    if (box === this.known) return;
    this.known = box;
    if (box && !box.value) this.fill(draft(this.key));
  }
  send(event, ctx) {
    const { body } = ctx.request, text = body.get("body");
    if (!text.trim()) return event.preventDefault();
    ctx.sending = body.get("client_id") || newId(); // a retry brings its own
    body.set("client_id", ctx.sending);
    show(ctx.sending, text);
    if (ctx.values) return;
    keep(this.key, ctx.sending, text);
    this.fill("");
  }
  sent(id, status) {
    if (status < 300) return drop(this.key, id);
    if (status !== 422) return bubbleOf(id) && fail(bubbleOf(id));
    // Refused, with the reason next to the field: the words go back there.
    this.fill([bodyOf(bubbleOf(id)), this.box?.value].filter(Boolean).join("\n"));
    bubbleOf(id).remove();
    drop(this.key, id);
  }
  fill(text) {
    draft(this.key, text);
    if (!this.box) return;
    this.box.value = text;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  pressed(target) {
    const bubble = target.closest?.("[data-pending]");
    if (!bubble || !target.closest("[data-again], [data-discard]")) return;
    const id = idOf(bubble), body = bodyOf(bubble);
    bubble.remove();
    if (target.closest("[data-discard]")) drop(this.key, id);
    else if (this.form) htmx.ajax("POST", this.form.action, { source: this.form, values: { body, client_id: id } });
    else fail(show(id, body)); // locked meanwhile: it waits
  }
});
