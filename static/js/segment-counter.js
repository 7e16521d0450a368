/* <segment-counter for="id">: encoding, characters left and segments of what stands in that field (E7). */
import { MAX_CHARACTERS, count } from "desk/segments";

const HEARD = ["input", "pictures"];

customElements.define("segment-counter", class extends HTMLElement {
  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
    this.show();
  }
  disconnectedCallback() { for (const name of HEARD) document.removeEventListener(name, this); }
  handleEvent({ type, target }) { if (type === "pictures" || target.id === this.getAttribute("for")) this.show(); }
  show() {
    const field = document.getElementById(this.getAttribute("for")), text = field?.value ?? "";
    const pictures = field?.form?.querySelectorAll("[name=picture]").length;
    const { encoding, segments, left } = count(text);
    const length = [...text].length;
    this.toggleAttribute("data-many", segments > 2);
    this.toggleAttribute("data-over", length > MAX_CHARACTERS);
    if (length > MAX_CHARACTERS) this.textContent = `${length - MAX_CHARACTERS} characters too many`;
    else if (pictures) this.textContent = `MMS · ${pictures} ${pictures === 1 ? "picture" : "pictures"}`;
    else if (!segments) this.textContent = "";
    else this.textContent = `${left} left · ${segments} ${segments === 1 ? "segment" : "segments"} · ${encoding}`;
    this.title = pictures ? "With pictures it travels as one multimedia message." : encoding === "UCS-2" ? "An emoji or a special character makes segments shorter: 70 characters, 67 each when joined." : "160 characters in one segment, 153 each when joined.";
  }
});
