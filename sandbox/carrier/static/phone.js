// <text-phone>: one phone, its thread with one of the numbers, and its keyboard.
import { get, send, whenever } from "./api.js";
import { composer } from "./composer.js";
import { avatar, h, icon, linked, pretty, time, when } from "./dom.js";

const PAUSE = 15 * 60 * 1000; // after so long a silence the time is shown again

class TextPhone extends HTMLElement {
  #thread = h("ol", { className: "thread", tabIndex: 0 });
  #bubbles = new Map();
  #drawn = "";

  get number() { return this.dataset.number; }
  get name() { return this.dataset.name; }
  get #brand() { return this.querySelector("select")?.value || this.state.numbers[0]?.number; }

  show(found, state) {
    this.state = state;
    const drawn = JSON.stringify([found, state.numbers.map((one) => [one.number, one.name])]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const chosen = this.#brand;
    Object.assign(this.dataset, found);
    this.#thread.ariaLabel = `Texts of ${found.name}`;
    const composing = this.querySelector(".composer") ?? composer(this);
    this.replaceChildren(this.#owner(), h("div", { className: "phone" }, this.#statusBar(), this.#contact(chosen), this.#thread, composing));
    this.refresh();
  }

  connectedCallback() { this.quiet = whenever(`phone:${this.number}`, () => this.refresh()); }
  disconnectedCallback() { this.quiet?.(); }

  #owner() {
    const remove = async () => { if (confirm(`Take ${this.name}'s phone off the wall? Its texts stay.`)) await send("DELETE", `phones/${this.number}`); };
    return h("div", { className: "owner" }, avatar(this.name),
      h("div", {}, h("strong", {}, this.name), h("small", {}, pretty(this.number))),
      h("button", { type: "button", className: "button button--small button--plain", ariaLabel: `Remove ${this.name}'s phone`, onclick: remove }, icon("close")));
  }

  #statusBar() {
    return h("div", { className: "phone__status", ariaHidden: "true" }, h("span", {}, time(new Date()).replace(/\D+$/, "")), h("span", { className: "phone__island" }), icon("signal"), icon("battery"));
  }

  #contact(chosen) {
    const numbers = this.state.numbers;
    const alone = (one) => numbers.filter((other) => other.name === one.name).length === 1;
    const title = (one) => (one.name === one.number ? pretty(one.number) : alone(one) ? one.name : `${one.name} ${pretty(one.number)}`);
    const options = numbers.map((one) => h("option", { value: one.number, selected: one.number === chosen }, title(one)));
    const first = numbers.find((one) => one.number === chosen) ?? numbers[0];
    const face = h("div", {}, avatar(first?.name ?? "?", true));
    const digits = h("small", {}, first ? pretty(first.number) : "");
    const change = () => {
      const now = numbers.find((one) => one.number === this.#brand);
      face.replaceChildren(avatar(now.name, true));
      digits.textContent = pretty(now.number);
      this.refresh();
    };
    return h("div", { className: "contact" }, face, numbers.length
      ? h("select", { ariaLabel: `Number that ${this.name} texts`, onchange: change }, options)
      : h("strong", {}, "No number yet"), digits);
  }

  async refresh() {
    const brand = this.#brand;
    const messages = brand ? await get(`phones/${encodeURIComponent(this.number)}/thread?with=${encodeURIComponent(brand)}`) : [];
    const atEnd = this.#thread.scrollHeight - this.#thread.scrollTop - this.#thread.clientHeight < 60;
    const kept = this.#bubbles;
    this.#bubbles = new Map();
    const rows = [];
    let last = 0;
    for (const message of messages) {
      const at = new Date(message.at);
      if (at - last > PAUSE) rows.push(h("li", { className: "thread__time" }, when(at)));
      last = at;
      const drawn = JSON.stringify(message);
      const known = kept.get(message.sid);
      const element = known?.drawn === drawn ? known.element : this.#bubble(message);
      this.#bubbles.set(message.sid, { drawn, element });
      rows.push(element);
    }
    if (!rows.length) rows.push(h("li", { className: "thread__empty" }, brand ? "Nothing yet. Write the first text." : "Add a number in the carrier console, then write to it."));
    this.#thread.replaceChildren(...rows);
    if (atEnd || this.wrote) this.#thread.scrollTop = this.#thread.scrollHeight;
    this.wrote = false;
  }

  #bubble(message) {
    const files = message.media.map((file) => (file.content_type.startsWith("image/")
      ? h("img", { className: "bubble__picture", src: file.url, alt: "Picture", onload: () => this.toEnd() })
      : h("a", { className: "bubble__file", href: file.url }, file.content_type)));
    const post = message.mine && message.posts.at(-1);
    const waiting = post && ["waiting", "running"].includes(post.state);
    return h("li", { className: `bubble${message.mine ? " bubble--mine" : ""}${waiting ? " bubble--waiting" : ""}`, title: when(new Date(message.at)) },
      files, message.body && h("span", { className: "bubble__body" }, linked(message.body)), post && this.#note(message, post));
  }

  #note(message, post) {
    if (post.state === "done" || (post.state === "running" && !post.attempts.length)) return null;
    const again = ["failed", "lost"].includes(post.state);
    const words = post.words[0].toUpperCase() + post.words.slice(1);
    return h("span", { className: `bubble__note${again ? " bubble__note--bad" : ""}` }, words,
      again && h("button", { type: "button", onclick: () => send("POST", `messages/${message.sid}/again`) }, "Send again"));
  }

  toEnd() { this.#thread.scrollTop = this.#thread.scrollHeight; }

  async write(body, media) {
    if (!this.#brand) throw new Error("There is no number to text yet.");
    this.wrote = true;
    await send("POST", `phones/${encodeURIComponent(this.number)}/texts`, { to: this.#brand, body, media });
    await this.refresh();
  }
}

customElements.define("text-phone", TextPhone);
