/* What becomes of an answer that is sent: it stands in the thread at once. The browser makes the message's id (draft-field.js),
   the server renders the same one in its place, and a retry with it is harmless (C17). */
import { drop, keep, waiting } from "desk/outbox";
import { bodyOf, bubbleOf, fail, idOf, show } from "desk/pending-bubble";

const NOT_SCHEDULED = "This could not be scheduled. It is still in the field: try again in a moment.";
const HEARD = ["htmx:config:request", "htmx:after:request", "htmx:error"];

export class ReplyOutbox {
  constructor(composer) {
    Object.assign(this, { composer, key: composer.getAttribute("key") });
    for (const name of HEARD) composer.addEventListener(name, this);
    document.addEventListener("click", this);
    for (const [id, body] of waiting(this.key)) bubbleOf(id) ? drop(this.key, id) : fail(show(id, body));
  }
  close() {
    for (const name of HEARD) this.composer.removeEventListener(name, this);
    document.removeEventListener("click", this);
  }
  get form() { return this.composer.querySelector("#composer-form"); }
  handleEvent(event) {
    const { type, target, detail } = event;
    if (type === "click") this.pressed(target);
    else if (type === "htmx:config:request") target === this.form && this.send(event, detail.ctx);
    else if (detail?.ctx?.sending) this.sent(detail.ctx.sending, detail.ctx.response?.status);
    else if (detail?.ctx?.scheduling) this.scheduled(detail.ctx.response?.status);
  }
  send(event, ctx) {
    const { body } = ctx.request, text = body.get("body");
    if (!text.trim() && !ctx.values && !body.has("picture")) return event.preventDefault();
    if ((body.get("send_at") ?? body.get("confirm_hours") ?? "now") !== "now") return (ctx.scheduling = true); // stays in the field until the server has it
    ctx.sending = body.get("client_id");
    show(ctx.sending, text);
    if (ctx.values) return;
    keep(this.key, ctx.sending, text);
    this.composer.querySelector("draft-field[kind=reply]").clear();
  }
  sent(id, status) {
    if (status < 300) return drop(this.key, id);
    if (status !== 422) return bubbleOf(id) && fail(bubbleOf(id));
    // Refused, with the reason next to the field: the words go back there.
    this.writeBack(bodyOf(bubbleOf(id)));
    bubbleOf(id).remove();
    drop(this.key, id);
  }
  scheduled(status) {
    if (status === 422) return;
    if (!(status < 300)) return this.composer.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: NOT_SCHEDULED, kind: "error" } }));
    this.composer.querySelector("draft-field[kind=reply]").clear();
    this.composer.querySelector("picture-tray").outbox.refresh();
  }
  writeBack(text) {
    const box = this.composer.querySelector("#reply");
    if (!box) return;
    box.value = [text, box.value].filter(Boolean).join("\n");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  pressed(target) {
    const bubble = target.closest?.("[data-pending]");
    if (!bubble || !target.closest("[data-again], [data-discard]")) return;
    const id = idOf(bubble), body = bodyOf(bubble), { form } = this;
    bubble.remove();
    if (target.closest("[data-discard]")) drop(this.key, id);
    else if (form) htmx.ajax("POST", form.action, { source: form, values: { body, client_id: id } });
    else fail(show(id, body)); // locked meanwhile: it waits
  }
}
