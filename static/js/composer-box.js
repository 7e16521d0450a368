/* <composer-box key="…">: the answer at once as a pending bubble, its draft kept, Ctrl/Cmd+Enter sends. The browser
   makes the message's id, the server renders the same one in its place, and a retry with it is harmless (C17). */
import { draft, drop, keep, waiting } from "desk/outbox";

const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16));

customElements.define("composer-box", class extends HTMLElement {
  connectedCallback() {
    this.key = this.getAttribute("key");
    for (const name of ["input", "keydown", "htmx:config:request", "htmx:finally:request"]) this.addEventListener(name, this);
    document.addEventListener("click", this.onclick = (event) => this.pressed(event));
    if (this.box && !this.box.value) this.fill(draft(this.key));
    for (const [id, body] of waiting(this.key)) if (!document.getElementById(`message-${id}`)) this.fail(this.bubble(id, body));
      else drop(this.key, id);
  }
  disconnectedCallback() { document.removeEventListener("click", this.onclick); }
  get form() { return this.querySelector("form"); }
  get box() { return this.querySelector("textarea:enabled"); }
  handleEvent(event) {
    if (event.type === "input") draft(this.key, event.target.value);
    else if (event.type === "keydown") this.typed(event);
    else if (event.type === "htmx:config:request") this.send(event);
    else this.sent(event.detail.ctx);
  }
  typed(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }
  send(event) {
    const { body } = event.detail.ctx.request;
    if (!body.get("body").trim()) return event.preventDefault();
    if (body.get("client_id")) return; // a retry brings its own
    const id = uuid();
    body.set("client_id", id);
    event.detail.ctx.sending = id;
    keep(this.key, id, body.get("body"));
    this.bubble(id, body.get("body"));
    this.fill("");
  }
  sent({ request, response, sending, values }) {
    const id = sending ?? values?.client_id, bubble = document.getElementById(`message-${id}`);
    if (response?.status < 300) return drop(this.key, id);
    if (response?.status === 422 && bubble) { // refused with the reason beside the field: the words go back there
      this.fill([waiting(this.key).find(([one]) => one === id)?.[1], this.box?.value].filter(Boolean).join("\n"));
      bubble.remove();
      drop(this.key, id);
    } else if (bubble) this.fail(bubble);
  }
  fill(text) {
    if (this.box) this.box.value = text;
    draft(this.key, text);
    this.box?.dispatchEvent(new Event("input", { bubbles: true }));
  }
  bubble(id, body) {
    const entry = document.getElementById("pending-bubble").content.firstElementChild.cloneNode(true);
    entry.id = `message-${id}`;
    entry.querySelector("[data-body]").textContent = body;
    document.getElementById("entries").append(entry);
    return entry;
  }
  fail(entry) {
    entry.classList.replace("message--pending", "message--failed");
    entry.querySelector("[data-sending]").hidden = true;
    entry.querySelector("[data-failed]").hidden = false;
  }
  pressed({ target }) {
    const entry = target.closest?.("[data-pending]"), id = entry?.id.replace("message-", "");
    if (!entry || !target.closest("[data-again], [data-discard]")) return;
    const body = entry.querySelector("[data-body]").textContent;
    entry.remove();
    if (target.closest("[data-discard]")) return drop(this.key, id);
    this.bubble(id, body);
    htmx.ajax("POST", this.form.action, { source: this.form, values: { body, client_id: id } });
  }
});
