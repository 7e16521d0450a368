/* <coupon-picker for="id">: puts the coupon that is chosen in the menu #coupons into that field, as its variable (E7). The code
   itself is taken when the text is sent. */
customElements.define("coupon-picker", class extends HTMLElement {
  connectedCallback() { document.addEventListener("click", this); }
  disconnectedCallback() { document.removeEventListener("click", this); }
  handleEvent({ target }) {
    const option = target.closest?.("#coupons [data-insert]"), box = document.getElementById(this.getAttribute("for"));
    if (!option || !box || option.ariaDisabled === "true") return;
    option.closest("[popover]").hidePopover();
    box.setRangeText(option.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
