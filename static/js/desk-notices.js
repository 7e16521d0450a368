/* <desk-notices href="…" since="…">: tells of a new message by a notification or a sound, as one chose for this browser.
   One of an account's tabs tells for all of them: the one that holds the lock. A tab that shows the ticket in focus forbids it. */
import { chime } from "desk/chime";
import { chosen } from "desk/choices";

const GATHER = 300, OBJECTION = 150; // ms
const told = new Set();
const looking = (path) => document.hasFocus() && location.pathname === path;

customElements.define("desk-notices", class extends HTMLElement {
  connectedCallback() {
    this.since = this.getAttribute("since");
    this.tabs = new BroadcastChannel("desk-notices");
    this.tabs.onmessage = ({ data: { path, seen } }) => {
      if (seen) this.seen = path;
      else if (looking(path)) this.tabs.postMessage({ path, seen: true });
    };
    // Held until the tab closes; without locks (plain HTTP) there are no notifications either, and each tab has its sound.
    if (navigator.locks) navigator.locks.request(`desk-notices ${this.getAttribute("href")}`, () => new Promise(() => this.listen()));
    else this.listen();
  }
  listen() { document.body.addEventListener("live:arrivals", this); }
  handleEvent() {
    if (chosen("notify") || chosen("sound")) this.asking ??= setTimeout(() => this.ask(), GATHER);
  }
  async ask() {
    this.asking = null;
    const answer = await fetch(`${this.getAttribute("href")}?since=${this.since}`).catch(() => null);
    if (!answer?.ok) return;
    const { now, arrivals } = await answer.json();
    this.since = now;
    const news = arrivals.filter(({ id, kind }) => !told.has(id) && chosen(`notify-${kind}`));
    for (const { id } of arrivals) told.add(id);
    const unseen = [];
    for (const arrival of news) if (!(await this.isLookedAt(arrival.url))) unseen.push(arrival);
    if (unseen.length && chosen("sound")) chime();
    if (chosen("notify") && window.Notification?.permission === "granted") unseen.forEach((arrival) => this.notify(arrival));
  }
  async isLookedAt(url) {
    const path = new URL(url, location).pathname;
    if (looking(path)) return true;
    this.seen = null;
    this.tabs.postMessage({ path });
    await new Promise((done) => setTimeout(done, OBJECTION));
    return this.seen === path;
  }
  notify({ sender, text, url }) {
    const notice = new Notification(sender, { body: text, tag: url, renotify: true, silent: true });
    notice.onclick = () => {
      notice.close();
      focus();
      location.assign(url);
    };
  }
});
