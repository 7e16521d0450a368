/* <zone-clock zones="America/Denver America/Boise" opens="8" closes="20" weekday>: what the clocks of a customer show (E10). With
   opens and closes it is there only while one of them is outside these hours. The server asks by its own clock. */
const format = (zone, more) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...more });

customElements.define("zone-clock", class extends HTMLElement {
  static observedAttributes = ["zones"];
  connectedCallback() {
    this.timer = setInterval(() => this.show(), 10_000);
    this.show();
  }
  disconnectedCallback() { clearInterval(this.timer); }
  attributeChangedCallback() { if (this.timer) this.show(); }
  show() {
    let clocks;
    try { clocks = this.clocks(new Date()); } catch { return; } // a zone that this browser does not know: the server's word stays
    const shown = [...new Set(clocks)], clock = this.querySelector("[data-clock]");
    const text = shown.length < 3 ? shown.join(" or ") : `${shown[0]} to ${shown.at(-1)}`;
    if (clock.textContent !== text) clock.textContent = text;
    if (this.hasAttribute("opens")) this.hidden = clocks.every((time) => this.isOpen(time));
  }
  /** In the order of the server: the earliest first. */
  clocks(now) {
    const weekday = this.hasAttribute("weekday") ? { weekday: "long" } : {};
    return this.getAttribute("zones").split(" ").map((zone) => format(zone, weekday).format(now));
  }
  isOpen(time) {
    const hour = Number(time.slice(0, 2));
    return hour >= this.getAttribute("opens") && hour < this.getAttribute("closes");
  }
});
