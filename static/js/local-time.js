/* <local-time at="ISO" format="relative|ago|clock|day|full|wait">: a moment in the reader's zone and words, exact on hover. A wait
   of `long` minutes or more bears data-long. */
const lang = document.documentElement.lang || "en";
const style = (options) => new Intl.DateTimeFormat(lang, options);
const full = style({ dateStyle: "full", timeStyle: "short" });
const clock = style({ hour: "2-digit", minute: "2-digit" });
const weekday = style({ weekday: "short" });
const dayMonth = style({ day: "numeric", month: "short" });
const dayYear = style({ day: "numeric", month: "short", year: "numeric" });
const longDay = style({ weekday: "long", day: "numeric", month: "long" });
const dateTime = style({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const nearDay = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

const daysAgo = (at, now) => Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY);
const capital = (text) => text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);

const formats = {
  relative(at, now) {
    const past = now - at;
    if (past < -MINUTE) return dateTime.format(at);
    if (past < MINUTE) return "now";
    if (past < HOUR) return `${Math.floor(past / MINUTE)}m`;
    if (past < DAY) return `${Math.floor(past / HOUR)}h`;
    if (past < 6 * DAY) return weekday.format(at);
    return (at.getFullYear() === now.getFullYear() ? dayMonth : dayYear).format(at);
  },
  ago: (at, now) => now - at < MINUTE ? "just now" : now - at < DAY ? `${formats.relative(at, now)} ago` : dateTime.format(at),
  clock: (at) => clock.format(at),
  day(at, now) {
    const days = daysAgo(at, now);
    if (days === 0 || days === 1) return capital(nearDay.format(-days, "day"));
    return at.getFullYear() === now.getFullYear() ? longDay.format(at) : dayYear.format(at);
  },
  wait(at, now) {
    const past = Math.max(now - at, MINUTE);
    return past < HOUR ? `waits ${Math.floor(past / MINUTE)}m` : past < 2 * DAY ? `waits ${Math.floor(past / HOUR)}h` : `waits ${Math.floor(past / DAY)}d`;
  },
  full: (at, now) => (at.getFullYear() === now.getFullYear() ? dateTime : dayYear).format(at),
};

class LocalTime extends HTMLElement {
  static observedAttributes = ["at"];
  static shown = new Set();
  connectedCallback() { LocalTime.shown.add(this); this.show(); }
  disconnectedCallback() { LocalTime.shown.delete(this); }
  attributeChangedCallback() { if (this.isConnected) this.show(); }
  show() {
    // A bare date is that day wherever one reads it, so it must not be taken for midnight in UTC.
    const value = this.getAttribute("at");
    const at = new Date(value.length === 10 ? `${value}T12:00` : value);
    if (isNaN(at)) return;
    const text = formats[this.getAttribute("format") ?? "relative"](at, new Date());
    if (this.textContent !== text) this.textContent = text;
    if (value.length > 10) this.title = full.format(at);
    if (this.hasAttribute("long")) this.toggleAttribute("data-long", Date.now() - at >= this.getAttribute("long") * MINUTE);
  }
}
customElements.define("local-time", LocalTime);
setInterval(() => LocalTime.shown.forEach((element) => element.show()), 20_000);
