/* <sign-of-life key="…">: says that the member is at work, once a minute at most over all tabs of this browser, while there
   is input in a tab that is seen. Away by inactivity hangs on it (D1). */
const EVERY = 60_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"];
const LISTEN = { passive: true, capture: true };

customElements.define("sign-of-life", class extends HTMLElement {
  connectedCallback() {
    this.key = `active:${this.getAttribute("key")}`;
    this.told = 0;
    for (const sign of SIGNS) addEventListener(sign, this, LISTEN);
  }
  disconnectedCallback() {
    for (const sign of SIGNS) removeEventListener(sign, this, LISTEN);
  }
  handleEvent() {
    const now = Date.now();
    if (document.hidden || now - this.told < EVERY) return;
    this.told = now;
    if (now - this.toldElsewhere < EVERY) return;
    try { localStorage.setItem(this.key, now); } catch { /* then each tab tells for itself */ }
    this.dispatchEvent(new CustomEvent("active"));
  }
  get toldElsewhere() { try { return Number(localStorage.getItem(this.key)); } catch { return 0; } }
});
