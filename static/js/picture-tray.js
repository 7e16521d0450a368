/* <picture-tray key url known>: pictures that wait to go with the answer (E7). Each is uploaded at once, in their order, and
   Send waits for them. Where they come from is picture-files.js's, what becomes of them then picture-outbox.js's. */
import { PictureFiles } from "desk/picture-files";
import { PictureOutbox } from "desk/picture-outbox";
import { ask } from "desk/picture-server";

customElements.define("picture-tray", class extends HTMLElement {
  connectedCallback() {
    Object.assign(this, { form: this.closest("form"), list: this.querySelector("ul"), coming: 0, queue: Promise.resolve() });
    [this.waits, this.failed] = this.querySelectorAll("template");
    this.files = new PictureFiles(this.form, (files) => this.list.append(...files.map((file) => this.item(this.waits, file))));
    this.outbox = new PictureOutbox(this, this.getAttribute("key"));
    this.addEventListener("click", this);
    this.form.addEventListener("htmx:config:request", this);
    this.hasAttribute("known") ? this.outbox.settle() : this.outbox.refresh();
  }
  disconnectedCallback() {
    this.form.removeEventListener("htmx:config:request", this);
    this.files.close();
    this.outbox.close();
  }
  get token() { return this.form.elements.csrfmiddlewaretoken.value; }
  handleEvent(event) { event.type === "click" ? this.pressed(event) : event.target === this.form && this.hold(event); }
  /** A place in the list for a file; one that waits is uploaded when those before it are. */
  item(template, file) {
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-name]").textContent = file.name;
    item.file = file;
    if (template === this.failed) return item;
    this.coming += 1;
    this.queue = this.queue.then(() => this.upload(item));
    return item;
  }
  async upload(item) {
    const [status, markup] = await ask(this.getAttribute("url"), { method: "POST", file: item.file, token: this.token });
    this.coming -= 1;
    if (status === 201 || status === 422) item.outerHTML = markup;
    else item.replaceWith(this.item(this.failed, item.file));
    if (status !== 201) this.held = null; // whoever sends must see it first
    this.changed();
    if (!this.coming && this.held) this.form.requestSubmit(this.held);
  }
  /** Send was pressed while some are on their way. */
  hold(event) {
    this.held = this.coming && !event.detail.ctx.values ? event.detail.ctx.request.submitter ?? this.form.querySelector("[data-send]") : null;
    if (!this.held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  pressed(event) {
    const item = event.target.closest("li"), remove = event.target.closest("[data-remove]");
    if (remove) ask(remove.getAttribute("formaction"), { method: "DELETE", token: this.token });
    if (event.target.closest("[data-again]")) item.replaceWith(this.item(this.waits, item.file));
    if (!remove && !event.target.closest("[data-dismiss]")) return;
    event.preventDefault();
    item.remove();
    this.changed();
  }
  changed() { this.dispatchEvent(new Event("pictures", { bubbles: true })); }
});
