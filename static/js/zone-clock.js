/* <zone-clock zones="America/Denver America/Boise" opens="8" closes="20" weekday>: what the clocks of a customer show (E10). With
   opens and closes it is there only while one of them is outside these hours. The server asks by its own clock. */
const format = (zone, options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

customElements.define("zone-clock", class extends HTMLElement {
  static observedAttributes = ["zones"];
  connectedCallback() {
    this.timer = setInterval(() => this.show(), 10_000);
    this.show();
  }
  disconnectedCallback() { clearInterval(this.timer); }
  attributeChangedCallback() { if (this.timer) this.show(); }
  /** From west to east. */
  get zones() { return this.getAttribute("zones").split(" "); }
  show() {
    try { this.tell(new Date()); } catch { /* a zone that this browser does not know: the server's word stays */ }
  }
  tell(now) {
    const clocks = this.zones.map((zone) => format(zone, CLOCK).format(now)), shown = [...new Set(clocks)];
    const words = shown.length < 3 ? shown.join(" or ") : `${shown[0]} to ${shown.at(-1)}`;
    const day = this.hasAttribute("weekday") ? `, ${format(this.zones[0], { weekday: "long" }).format(now)}` : "";
    const clock = this.querySelector("[data-clock]");
    if (clock.textContent !== words + day) clock.textContent = words + day;
    if (this.hasAttribute("opens")) this.hidden = clocks.every((time) => this.isOpen(Number(time.slice(0, 2))));
  }
  isOpen(hour) { return hour >= this.getAttribute("opens") && hour < this.getAttribute("closes"); }
});
