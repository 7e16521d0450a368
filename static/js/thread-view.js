/* <thread-view>: the scrolling thread. It is turned around in CSS, so its end is at scrollTop 0 and it stays there by
   itself; when one has scrolled up, a pill tells of what came in below. What is seen counts as read (C9). */
const NEAR = 80;

customElements.define("thread-view", class extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("#entries");
    this.pill = this.querySelector("[data-new]");
    this.watcher = new MutationObserver((changes) => this.changed(changes));
    this.watcher.observe(this.list, { childList: true });
    this.addEventListener("click", this);
    this.addEventListener("scroll", this, { passive: true });
    document.addEventListener("visibilitychange", this);
  }
  disconnectedCallback() {
    this.watcher.disconnect();
    document.removeEventListener("visibilitychange", this);
  }
  get atEnd() { return this.scrollTop > -NEAR; }
  handleEvent(event) {
    if (event.type === "click" && event.target.closest("[data-new]")) this.scrollTop = 0;
    if (this.atEnd) this.pill.hidden = true;
    if (event.type !== "click") this.see();
  }
  changed(changes) {
    const last = [...this.list.children].findLast((entry) => !("waiting" in entry.dataset));
    const fresh = changes.some(({ addedNodes, removedNodes }) => [...addedNodes].includes(last) && !removedNodes.length);
    if (!fresh) return;
    if (last.matches("[data-pending]")) this.scrollTop = 0;
    else if (!this.atEnd) this.pill.hidden = false;
    if (last.matches("[data-inbound]")) {
      this.unseen = true;
      this.see();
    }
  }
  see() {
    if (!this.unseen || document.hidden || !this.atEnd) return;
    this.unseen = false;
    this.querySelector("[data-seen]")?.dispatchEvent(new CustomEvent("seen"));
  }
});
