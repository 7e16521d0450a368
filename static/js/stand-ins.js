/* What variables, coupons and links become when a text is sent: the server says it once for each, so what one types is
   counted as it leaves, without a request per key. */
const TOKEN = /\{[^{}]*\}|(?<![\p{L}\p{N}_])(?:https?:|www\.)\S*/giu;
const PAUSE = 400; // ms

export class StandIns {
  constructor(counter, learned) {
    Object.assign(this, { counter, learned, url: counter.getAttribute("url"), known: new Map(), price: null });
  }
  /** The text as it is sent, as far as that is known by now. */
  fill(text) { return text.replace(TOKEN, (token) => this.known.get(token)?.text ?? token); }
  /** What is wrong with it, in words. */
  problems(text) { return [...new Set(text.match(TOKEN))].map((token) => this.known.get(token)?.problem).filter(Boolean); }
  close() { clearTimeout(this.waiting); }
  learn(text) {
    clearTimeout(this.waiting);
    const tokens = [...new Set(text.match(TOKEN))].filter((token) => !this.known.has(token));
    if (this.url && (tokens.length || (text && !this.asked))) this.waiting = setTimeout(() => this.ask(tokens), PAUSE);
  }
  async ask(tokens) {
    const body = new FormData();
    for (const token of tokens) body.append("token", token);
    this.asked = true;
    try {
      const headers = { "X-CSRFToken": this.counter.field.form.elements.csrfmiddlewaretoken.value };
      const answer = await fetch(this.url, { method: "POST", body, headers, redirect: "error" });
      const { tokens: found, price } = await answer.json();
      this.price = price;
      for (const [token, what] of Object.entries(found)) this.known.set(token, what);
      this.learned();
    } catch {
      this.asked = false; // the next key asks again
    }
  }
}
