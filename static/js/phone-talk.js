/* <phone-talk>: one goes on writing on the simulator's phone: what was sent leaves the field, which keeps the focus unless a
   button has it that is still there. Escape closes the phone where it lies over the page. */
customElements.define("phone-talk", class extends HTMLElement {
  connectedCallback() { for (const name of ["submit", "htmx:after:swap", "toggle", "keydown"]) this.addEventListener(name, this); }
  get field() { return this.querySelector("#phone-text"); }
  handleEvent({ type, key, newState, submitter }) {
    if (type === "submit") this.sent = submitter?.value ? null : this.field?.value;
    else if (type === "toggle") newState === "open" && this.field?.focus();
    else if (type === "keydown") key === "Escape" && this.matches(":popover-open") && this.hidePopover();
    else this.go();
  }
  /** The field had the focus, or a quick reply that is gone or has become another one. */
  go() {
    const { field } = this, now = document.activeElement;
    if (field && field.value === this.sent) field.value = field.defaultValue;
    this.sent = null;
    if (now === document.body || now?.matches(".phone__chip")) field?.focus({ preventScroll: true });
  }
});
