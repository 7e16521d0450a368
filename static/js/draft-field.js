/* <draft-field key kind url topic data-body data-version …>: keeps what its textarea holds, in this browser at once and on
   the server a second later, so it is there after a reload and on any device (C17). Two versions are joined, never lost. */
import { drafts, joined, keepThere, newest } from "desk/drafts";
import { dropUnsaved, keepUnsaved, unsaved } from "desk/outbox";
import { newId } from "desk/pending-bubble";

const PAUSE = 1000, AGAIN = 15_000;

customElements.define("draft-field", class extends HTMLElement {
  connectedCallback() {
    [this.form, this.box, this.kind] = [this.closest("form"), this.querySelector("textarea"), this.getAttribute("kind")];
    this.key = `${this.getAttribute("key")}:${this.kind}`;
    const typed = this.box.value, { body, ...local } = unsaved(this.key);
    this.box.defaultValue = ""; // as in every later answer of the server, so that a morph leaves the text alone
    this.take({ ...this.dataset, body: typed || this.dataset.body });
    if (body) Object.assign(this, local).fill(joined(this.box.value, body));
    this.heard.forEach(([where, what]) => where.addEventListener(what, this));
    if (body) this.write();
    else if (!this.hasAttribute("known")) this.refresh();
  }
  disconnectedCallback() {
    this.heard.forEach(([where, what]) => where.removeEventListener(what, this));
    this.save();
  }
  get heard() {
    return [[this, "input"], [this.form, "htmx:config:request"], [window, "pagehide"], [window, "online"],
      [document, "visibilitychange"], [document.body, `live:${this.getAttribute("topic")}`]];
  }
  handleEvent({ type, detail }) {
    if (type === "input") this.write();
    else if (type === "htmx:config:request") this.sign(detail.ctx.request.body);
    else if (this.dirty) this.save();
    else if (type === "visibilitychange" ? !document.hidden : this.box.value) this.refresh();
  }
  /** What is sent bears the id under which it was written; what is tried again bears its own. */
  sign(body) {
    if (body.get("client_id")) return;
    body.set("client_id", (this.clientId ||= newId()));
    body.set("seen", this.form.querySelector("[data-answered]")?.dataset.answered ?? this.seen ?? newest());
  }
  take({ body = "", version = "", client_id: clientId, seen }) {
    Object.assign(this, { version, clientId, seen, dirty: false });
    this.fill(body);
  }
  fill(text) {
    if (this.box.value === text) return;
    this.box.value = text;
    this.filling = true;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.filling = false;
  }
  write() {
    if (this.filling) return;
    this.clientId ||= newId();
    this.seen ??= newest();
    this.dirty = true;
    keepUnsaved(this.key, { body: this.box.value, clientId: this.clientId, seen: this.seen });
    this.say("");
    this.later(PAUSE);
  }
  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }
  async save() {
    if (!this.dirty || this.saving) return;
    const { clientId, kind, seen, version } = this, body = this.box.value;
    this.saving = true;
    const [status, kept] = await keepThere(this.getAttribute("url"), this.form, { body, kind, client_id: clientId, base: version, seen });
    this.saving = false;
    if (clientId !== this.clientId) return; // sent meanwhile
    if (kept) this.version = kept.version;
    if (status === 409) this.fill(joined(kept.body, this.box.value));
    if (status === 200 && this.box.value === body) this.saved(body);
    else this.later(kept ? PAUSE : AGAIN);
  }
  saved(body) {
    this.dirty = false;
    if (!body) [this.clientId, this.seen] = [];
    dropUnsaved(this.key);
    this.say(body && "Draft saved");
  }
  /** It was sent. */
  clear() {
    clearTimeout(this.timer);
    dropUnsaved(this.key);
    this.say("");
    this.take({ version: this.version }); // which goes on, should it be refused
  }
  /** It may have been sent from another window, or gone on with on another device. */
  async refresh() {
    const [status, all] = await drafts(this.getAttribute("url")), draft = all?.[this.kind] ?? {};
    if (status === 200 && !this.dirty && String(draft.version ?? "") !== String(this.version)) this.take(draft);
  }
  say(words) { this.form.querySelector("[data-saved]").textContent = words; }
});
