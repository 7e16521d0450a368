/* <segment-counter for="id">: encoding, characters left and segments of what stands in that field (E7). */
import { MAX_CHARACTERS, count } from "desk/segments";

customElements.define("segment-counter", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("input", this);
    this.show();
  }
  disconnectedCallback() { document.removeEventListener("input", this); }
  handleEvent(event) { if (event.target.id === this.getAttribute("for")) this.show(); }
  show() {
    const text = document.getElementById(this.getAttribute("for"))?.value ?? "";
    const { encoding, segments, left } = count(text);
    const length = [...text].length;
    this.toggleAttribute("data-many", segments > 2);
    this.toggleAttribute("data-over", length > MAX_CHARACTERS);
    if (length > MAX_CHARACTERS) this.textContent = `${length - MAX_CHARACTERS} characters too many`;
    else if (!segments) this.textContent = "";
    else this.textContent = `${left} left · ${segments} ${segments === 1 ? "segment" : "segments"} · ${encoding}`;
    this.title = encoding === "UCS-2" ? "An emoji or a special character makes segments shorter: 70 characters, 67 each when joined." : "160 characters in one segment, 153 each when joined.";
  }
});
