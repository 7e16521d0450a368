/* <composer-box key="…">: Ctrl/Cmd+Enter sends, and the answer stands in the thread at once. The browser makes the message's
   id (draft-field.js), the server renders the same one in its place, and a retry with it is harmless (C17). */
import { drop, keep, waiting } from "desk/outbox";
import { bodyOf, bubbleOf, fail, idOf, show } from "desk/pending-bubble";

const HEARD = ["keydown", "htmx:config:request", "htmx:after:request", "htmx:error"];

customElements.define("composer-box", class extends HTMLElement {
  connectedCallback() {
    this.key = this.getAttribute("key");
    for (const name of HEARD) this.addEventListener(name, this);
    document.addEventListener("click", this);
    for (const [id, body] of waiting(this.key)) bubbleOf(id) ? drop(this.key, id) : fail(show(id, body));
  }
  disconnectedCallback() { document.removeEventListener("click", this); }
  get replyForm() { return this.querySelector("#composer-form"); }
  /** What one writes in just now: the answer, or the note. */
  get box() { return [...this.querySelectorAll("textarea:enabled")].find((box) => box.checkVisibility()); }
  handleEvent(event) {
    const { type, target, detail } = event;
    if (type === "click") this.pressed(event, target);
    else if (type === "keydown") this.typed(event);
    else if (type === "htmx:config:request") this.send(event, detail.ctx);
    else if (detail?.ctx?.sending) this.sent(detail.ctx.sending, detail.ctx.response?.status);
    else if (target.id === "note-form" && detail.ctx.response?.status < 300) target.querySelector("draft-field").clear();
  }
  typed(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.form) return;
    event.target.form.requestSubmit(event.target.form.querySelector("[data-send]"));
  }
  send(event, ctx) {
    const { body } = ctx.request, text = body.get("body");
    if (text === null) return; // neither an answer nor a note: Unblock
    if (!text.trim() && !ctx.values && !body.has("picture")) return event.preventDefault();
    if (event.target !== this.replyForm) return;
    ctx.sending = body.get("client_id");
    show(ctx.sending, text);
    if (ctx.values) return;
    keep(this.key, ctx.sending, text);
    this.querySelector("draft-field[kind=reply]").clear();
  }
  sent(id, status) {
    if (status < 300) return drop(this.key, id);
    if (status !== 422) return bubbleOf(id) && fail(bubbleOf(id));
    // Refused, with the reason next to the field: the words go back there.
    this.writeBack(bodyOf(bubbleOf(id)));
    bubbleOf(id).remove();
    drop(this.key, id);
  }
  writeBack(text) {
    const box = this.querySelector("#reply");
    if (!box) return;
    box.value = [text, box.value].filter(Boolean).join("\n");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  pressed(event, target) {
    const mode = target.closest?.(".composer__mode");
    if (mode) {
      event.preventDefault(); // at once, not after the click: what is typed next belongs into the field
      mode.control.checked = true;
      return this.box?.focus();
    }
    const bubble = target.closest?.("[data-pending]");
    if (!bubble || !target.closest("[data-again], [data-discard]")) return;
    const id = idOf(bubble), body = bodyOf(bubble), form = this.replyForm;
    bubble.remove();
    if (target.closest("[data-discard]")) drop(this.key, id);
    else if (form) htmx.ajax("POST", form.action, { source: form, values: { body, client_id: id } });
    else fail(show(id, body)); // locked meanwhile: it waits
  }
});
