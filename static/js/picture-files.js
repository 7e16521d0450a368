/* Where the files of a picture-tray.js come from: chosen or pasted in its form, or dropped anywhere on the thread. */
export class PictureFiles {
  constructor(form, take) {
    Object.assign(this, { form, take, thread: form.closest(".ticket__thread") });
    for (const [where, what] of this.heard) where.addEventListener(what, this);
  }
  get heard() {
    return [[this.form, "change"], [this.form, "paste"], [this.thread, "dragover"], [this.thread, "dragleave"], [this.thread, "drop"]];
  }
  close() { for (const [where, what] of this.heard) where.removeEventListener(what, this); }
  handleEvent(event) { this[event.type](event); }
  change({ target }) {
    if (target.type !== "file") return;
    this.take([...target.files]);
    target.value = "";
  }
  /** Only what is nothing but pictures: words that were copied from a document bring a picture of themselves. */
  paste(event) {
    const { types, files } = event.clipboardData, pictures = [...files].filter((file) => file.type.startsWith("image/"));
    if (types.includes("text/plain") || !pictures.length) return;
    event.preventDefault();
    this.take(pictures);
  }
  /** While a note is being written nothing can be dropped; the browser must not open the file instead. */
  dragover(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    const open = this.form.checkVisibility();
    if (!open) event.dataTransfer.dropEffect = "none";
    this.thread.toggleAttribute("data-dropping", open);
  }
  dragleave() { this.thread.removeAttribute("data-dropping"); }
  drop(event) {
    this.dragleave();
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.take([...event.dataTransfer.files]);
  }
}
