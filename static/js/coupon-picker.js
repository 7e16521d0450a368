/* The menu #coupons, once it is opened: puts the coupon that is chosen into the answer, as its variable (E7). The code itself is
   taken when the text is sent. */
document.addEventListener("click", ({ target }) => {
  const option = target.closest?.("#coupons [data-insert]"), box = document.getElementById("reply");
  if (!option || !box || option.ariaDisabled === "true") return;
  option.closest("[popover]").hidePopover();
  const gap = /\S$/.test(box.value.slice(0, box.selectionStart)) ? " " : "";
  box.setRangeText(gap + option.dataset.insert, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
