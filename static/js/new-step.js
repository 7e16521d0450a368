/* <new-step>: a step that was just added to a flow (data-new) is where one goes on to write. */
customElements.define("new-step", class extends HTMLElement {
  connectedCallback() { document.addEventListener("htmx:after:swap", this); }
  disconnectedCallback() { document.removeEventListener("htmx:after:swap", this); }
  handleEvent({ target, detail }) {
    if ((detail.ctx?.sourceElement ?? target).getAttribute("value")?.startsWith("add ")) this.querySelector("[data-new]")?.focus();
  }
});
