/* <toast-area>: short news at the bottom edge. It also says so when a request of htmx comes to nothing. */
const SECONDS = 6;

customElements.define("toast-area", class extends HTMLElement {
  connectedCallback() {
    for (const toast of this.children) this.fade(toast);
    // What is swapped in, such as a result with its Undo, goes the same way.
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((toast) => this.fade(toast)))).observe(this, { childList: true });
    document.addEventListener("toast", this);
    document.addEventListener("htmx:response:error", this);
    document.addEventListener("htmx:error", this);
  }
  disconnectedCallback() {
    for (const name of ["toast", "htmx:response:error", "htmx:error"]) document.removeEventListener(name, this);
  }
  handleEvent({ type, detail }) {
    if (type === "toast") return this.show(detail.text ?? detail.value, detail.kind);
    const request = detail.ctx?.request;
    // What refreshes by itself tries again by itself; only a person's own act deserves a word.
    if (!request || request.method === "GET" || detail.ctx.sourceElement.matches("[data-quiet]")) return;
    const status = detail.ctx.response?.status;
    if (status === 422) return;
    const gone = status === 404 && detail.ctx.sourceElement.dataset.ifGone;
    this.show(gone || this.words(status), "error");
  }
  words(status) {
    if (!status) return "No connection: nothing was changed. Try again in a moment.";
    if (status === 403) return "Your role doesn't allow that, or you were signed out. Reload the page.";
    if (status === 404) return "This is no longer there. Reload the page.";
    if (status === 409) return "Somebody changed this a moment ago. Look again, then repeat it.";
    return "That didn't work, and nothing was changed. Try again in a moment.";
  }
  show(text, kind) {
    const toast = document.createElement("div");
    toast.className = kind === "error" ? "toast toast--error" : "toast";
    toast.setAttribute("role", kind === "error" ? "alert" : "status");
    toast.textContent = text;
    this.append(toast);
  }
  fade(toast) {
    if (toast.dataset && !("stays" in toast.dataset)) setTimeout(() => toast.remove(), (toast.dataset.seconds ?? SECONDS) * 1000);
  }
});
