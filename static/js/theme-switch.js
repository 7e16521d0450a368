/* <theme-switch>: system, light or dark, kept in this browser and shared between its tabs. */
const root = document.documentElement;
const stored = () => { try { return localStorage.getItem("theme") ?? "system"; } catch { return "system"; } };
const apply = (theme) => { theme === "system" ? delete root.dataset.theme : (root.dataset.theme = theme); };

customElements.define("theme-switch", class extends HTMLElement {
  connectedCallback() {
    this.show();
    this.addEventListener("change", this);
    addEventListener("storage", this);
  }
  disconnectedCallback() { removeEventListener("storage", this); }
  handleEvent(event) {
    if (event.type === "change") {
      try { localStorage.setItem("theme", event.target.value); } catch { /* it then lasts for this page */ }
      apply(event.target.value);
    } else if (event.key === "theme") {
      apply(stored());
      this.show();
    }
  }
  show() {
    const theme = root.dataset.theme ?? stored();
    for (const input of this.querySelectorAll("input")) input.checked = input.value === theme;
  }
});
