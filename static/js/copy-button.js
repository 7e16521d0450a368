/* <copy-button value="…">: puts the value on the clipboard and says so. */
customElements.define("copy-button", class extends HTMLElement {
  connectedCallback() { this.addEventListener("click", this); }
  async handleEvent() {
    try {
      await navigator.clipboard.writeText(this.getAttribute("value"));
      this.say("Copied");
    } catch {
      // Without permission (or over plain HTTP) the value is at least selected, ready for Ctrl+C.
      const shown = this.parentElement.querySelector("code");
      if (shown) getSelection().selectAllChildren(shown);
      this.say("Press Ctrl+C");
    }
  }
  say(text) {
    const label = this.querySelector("[data-label]");
    label.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (label.textContent = "Copy"), 2000);
  }
});
