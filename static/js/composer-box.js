/* <composer-box key="…">: where one answers, or notes. Ctrl/Cmd+Enter sends, with Shift it closes the ticket besides. */
import { ReplyOutbox } from "desk/reply-outbox";

const HEARD = ["click", "keydown", "htmx:config:request", "htmx:after:request", "taken-back"];

customElements.define("composer-box", class extends HTMLElement {
  connectedCallback() {
    this.outbox = new ReplyOutbox(this);
    for (const name of HEARD) this.addEventListener(name, this);
  }
  disconnectedCallback() { this.outbox.close(); }
  /** What one writes in just now: the answer, or the note. */
  get box() { return [...this.querySelectorAll("textarea:enabled")].find((box) => box.checkVisibility()); }
  handleEvent(event) {
    const { type, target, detail } = event, isNote = target.id === "note-form";
    if (type === "keydown") this.typed(event);
    else if (type === "taken-back") this.takeBack();
    else if (type === "click") this.turned(event, target.closest(".composer__mode"));
    else if (isNote && type === "htmx:config:request") detail.ctx.request.body.get("body").trim() || event.preventDefault();
    else if (isNote && detail.ctx.response?.status < 300) target.querySelector("draft-field").clear();
  }
  turned(event, mode) {
    if (!mode) return;
    event.preventDefault(); // at once, not after the click: what is typed next belongs into the field
    mode.control.checked = true;
    this.box?.focus();
  }
  /** An answer that was undone is a draft again (C18). */
  takeBack() {
    this.querySelector("draft-field[kind=reply]")?.refresh();
    this.querySelector("picture-tray")?.outbox.refresh();
    this.querySelector("[for=mode-reply]").click();
  }
  typed(event) {
    const { form, id } = event.target;
    if (event.key !== "Enter" || !form) return;
    if (id === "send-at") {
      event.preventDefault(); // by itself it would press the form's first button
      form.requestSubmit(form.querySelector("[value=own]"));
    }
    if (!event.ctrlKey && !event.metaKey) return;
    form.requestSubmit(form.querySelector(event.shiftKey ? "[data-close]" : "[data-send]") ?? form.querySelector("[data-send]"));
  }
});
