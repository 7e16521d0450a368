/* <count-down seconds="8">: how long an answer can still be taken back (C18). The server sends it, whatever this says. */
customElements.define("count-down", class extends HTMLElement {
  connectedCallback() {
    this.end = Date.now() + this.getAttribute("seconds") * 1000;
    this.role = "timer"; // not read out with each second
    this.timer = setInterval(() => this.show(), 200);
    this.show();
  }
  disconnectedCallback() { clearInterval(this.timer); }
  show() {
    const left = Math.ceil((this.end - Date.now()) / 1000), text = left > 0 ? `Sends in ${left} s` : "Sending…";
    if (this.textContent !== text) this.textContent = text;
  }
});
