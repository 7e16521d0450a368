/* <remembered-folds>: which of its <details data-fold="…"> stand open, kept in this browser. */
const KEY = "folds";
const kept = () => { try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; } };

customElements.define("remembered-folds", class extends HTMLElement {
  connectedCallback() {
    const folds = kept();
    for (const fold of this.querySelectorAll("[data-fold]")) fold.open = folds[fold.dataset.fold] ?? fold.open;
    this.addEventListener("toggle", this, true);
  }
  handleEvent({ target }) {
    if (!target.dataset.fold) return;
    try { localStorage.setItem(KEY, JSON.stringify({ ...kept(), [target.dataset.fold]: target.open })); } catch { /* it then lasts for this page */ }
  }
});
