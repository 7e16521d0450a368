/* <live-state stream since worker>: passes the doorbell's names on as events (live:<name>) and says so, calmly, when the
   connection has been away for more than five seconds. Elements that care fetch themselves. */
const PATIENCE = 5000;

customElements.define("live-state", class extends HTMLElement {
  connectedCallback() {
    const script = this.getAttribute("worker"), stream = this.getAttribute("stream");
    this.port = window.SharedWorker ? new SharedWorker(script, { name: stream }).port : new Worker(script);
    this.port.onmessage = ({ data }) => this.hear(data);
    this.join();
    addEventListener("pagehide", this);
    addEventListener("pageshow", this);
  }
  join() { this.port.postMessage({ stream: this.getAttribute("stream"), since: this.getAttribute("since") }); }
  handleEvent({ type, persisted }) {
    if (type === "pagehide") this.port.postMessage({ leave: true });
    else if (persisted) { // back from the browser's page cache: what happened meanwhile is unknown
      this.join();
      this.ring("resync");
    }
  }
  hear({ topic, state }) {
    if (topic) return this.ring(topic);
    clearTimeout(this.timer);
    this.dataset.state = state;
    if (state === "open") {
      if (this.wasLost) this.ring("resync");
      this.wasLost = false;
      this.say("");
    } else if (state === "signed-out") {
      this.say("You were signed out. ", "Sign in again");
    } else {
      this.timer = setTimeout(() => this.say("Connection lost. Trying again; what you see may be out of date."), PATIENCE);
      this.wasLost = this.opened;
    }
    this.opened ||= state === "open";
  }
  ring(name) { document.body.dispatchEvent(new CustomEvent(`live:${name}`)); }
  say(text, link) {
    const strip = this.querySelector(".notice");
    strip.hidden = !text;
    strip.querySelector("[data-text]").textContent = text;
    const anchor = strip.querySelector("a");
    anchor.hidden = !link;
    anchor.textContent = link ?? "";
  }
});
