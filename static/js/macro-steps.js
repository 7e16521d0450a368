/* <macro-steps key="…">: what else is done when the answer is sent (C13). Each step is a field of the answer's form; like its
   draft they outlive a reload, and they are gone once an answer has taken them along. */
const HEARD = ["htmx:config:request", "htmx:after:request", "htmx:error"];

customElements.define("macro-steps", class extends HTMLElement {
  connectedCallback() {
    this.key = `then:${this.getAttribute("key")}`;
    this.addEventListener("click", this);
    for (const name of HEARD) this.closest("form").addEventListener(name, this);
    if (!this.steps.length) this.add(this.kept());
  }
  get list() { return this.querySelector("ul"); }
  get steps() { return [...this.list.children]; }
  handleEvent({ type, target, detail }) {
    if (type === "click") target.closest("button") && this.drop(target.closest("li"));
    else if (type === "htmx:config:request") this.steps.forEach((step) => step.setAttribute("data-sent", ""));
    else this.answered(detail?.ctx?.response?.status);
  }
  answered(status) {
    const sent = this.steps.filter((step) => step.hasAttribute("data-sent"));
    if (status < 300) this.drop(...sent);
    else for (const step of sent) step.removeAttribute("data-sent");
  }
  /** @param {{value: string, label: string, slot: string, colour: string}[]} steps  A later one takes its slot. */
  add(steps) {
    for (const step of steps) {
      const item = this.querySelector("template").content.firstElementChild.cloneNode(true);
      item.dataset.slot = step.slot;
      if (step.colour) item.dataset.colour = step.colour;
      item.hidden = !step.label;
      item.querySelector("input").value = step.value;
      item.querySelector("[data-label]").textContent = step.label;
      item.querySelector("button").ariaLabel = `Don't ${step.label}`;
      this.list.querySelector(`[data-slot="${CSS.escape(step.slot)}"]`)?.remove();
      this.list.append(item);
    }
    this.keep();
  }
  drop(...items) {
    for (const item of items) item.remove();
    this.keep();
  }
  keep() {
    const steps = this.steps.map((item) => ({
      ...item.dataset, value: item.querySelector("input").value, label: item.querySelector("[data-label]").textContent,
    }));
    try {
      steps.length ? localStorage.setItem(this.key, JSON.stringify(steps)) : localStorage.removeItem(this.key);
    } catch { /* storage full or forbidden: they then live as long as the page */ }
  }
  kept() { try { return JSON.parse(localStorage.getItem(this.key)) ?? []; } catch { return []; } }
});

/* <gone-step value="…">: a refusal says that this step can't be taken any more. */
customElements.define("gone-step", class extends HTMLElement {
  connectedCallback() {
    const steps = this.closest("form").querySelector("macro-steps");
    steps.drop(...steps.steps.filter((step) => step.querySelector("input").value === this.getAttribute("value")));
  }
});
