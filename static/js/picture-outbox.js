/* Which pictures went with which message, until the server has it: a retry takes the same along, also after a reload. */
import { drop, keep, waiting } from "desk/outbox";
import { bubbleOf, idOf, picture } from "desk/pending-bubble";
import { ask } from "desk/picture-server";

export class PictureOutbox {
  constructor(tray, key) {
    Object.assign(this, { tray, key: `pictures:${key}` });
    for (const name of this.heard) document.addEventListener(name, this);
  }
  heard = ["htmx:config:request", "htmx:after:request", "click"];
  close() { for (const name of this.heard) document.removeEventListener(name, this); }
  get items() { return [...this.tray.list.querySelectorAll("[data-picture]")]; }
  of(id) { return Object.fromEntries(waiting(this.key))[id] ?? []; }
  handleEvent({ type, target, detail }) {
    if (type === "click") target.closest?.("[data-discard]") && this.discarded(target.closest("[data-pending]"));
    else if (target !== this.tray.form || !detail.ctx.sending) return;
    else if (type === "htmx:config:request") this.leaves(detail.ctx);
    else this.arrived(detail.ctx.sending, detail.ctx.response?.status);
  }
  /** reply-outbox.js has given the message its id and its bubble; a retry brings its own values. */
  leaves({ sending: id, values, request }) {
    request.body.delete("picture");
    request.body.delete("pictures");
    if (!values && this.items.length) keep(this.key, id, this.items.map((item) => item.dataset.picture));
    for (const picture of this.of(id)) request.body.append("picture", picture);
    this.settle();
  }
  arrived(id, status) {
    if (status >= 300 && status !== 422) return;
    drop(this.key, id);
    if (status === 422) this.refresh();
  }
  /** What the server has of this member's. */
  async refresh() {
    const [status, markup] = await ask(this.tray.getAttribute("url"));
    if (status === 200) for (const item of this.items) item.remove();
    if (status === 200) this.tray.list.insertAdjacentHTML("afterbegin", markup);
    this.settle();
  }
  discarded(bubble) {
    const id = idOf(bubble);
    for (const picture of this.of(id)) ask(`${this.tray.getAttribute("url")}${picture}/`, { method: "DELETE", token: this.tray.token });
    drop(this.key, id);
  }
  /** Each picture stands in one place: in the tray, or in the bubble that waits with it. */
  settle() {
    for (const [id, pictures] of waiting(this.key)) {
      const bubble = bubbleOf(id), went = this.items.filter((item) => pictures.includes(item.dataset.picture));
      if (!bubble?.hasAttribute("data-pending")) drop(this.key, id); // it arrived after all
      else if (went.length) {
        picture(bubble, went.map((item) => item.querySelector("img")));
        for (const item of went) item.remove();
      }
    }
    this.tray.changed();
  }
}
