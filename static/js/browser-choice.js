/* <browser-choice name="sound">: a checkbox whose state is kept in this browser and shared between its tabs. Notifications
   are asked for on the click, never before; where the browser says no, it is said why nothing happens. */
import { chime } from "desk/chime";
import { choose, chosen } from "desk/choices";

const REFUSED = "Your browser doesn't allow notifications for this site. Allow them in its settings, next to the address, then tick this again.";
const MISSING = "This browser can't show notifications for a page.";
const NOT_KEPT = "Your browser keeps nothing for this site, so this can't be remembered. Allow site data in its settings.";

async function refusal(name) {
  if (name !== "notify") return "";
  if (!window.Notification) return MISSING;
  return (await Notification.requestPermission()) === "granted" ? "" : REFUSED;
}

customElements.define("browser-choice", class extends HTMLElement {
  connectedCallback() {
    this.name = this.getAttribute("name");
    this.box = this.querySelector("input");
    this.addEventListener("change", this);
    addEventListener("storage", this);
    this.show();
  }
  disconnectedCallback() { removeEventListener("storage", this); }
  handleEvent({ type, key }) {
    if (type === "change") this.change(this.box.checked);
    else if (key === `choice:${this.name}`) this.show();
  }
  async change(wanted) {
    const reason = wanted ? await refusal(this.name) : "";
    this.say(reason || (choose(this.name, wanted) ? "" : NOT_KEPT));
    this.show();
    if (this.name === "sound" && chosen("sound")) chime();
  }
  show() {
    const granted = this.name !== "notify" || window.Notification?.permission === "granted";
    this.box.checked = chosen(this.name) && granted;
    this.box.disabled = false;
  }
  say(text) {
    const place = this.querySelector(".field__error");
    place.hidden = !text;
    place.lastElementChild.textContent = text;
  }
});
