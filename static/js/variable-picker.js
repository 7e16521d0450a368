/* The menu #variables: puts the variable that is chosen into the field whose button opened it, where its caret stands (H10). */
let field = null;

document.addEventListener("click", ({ target }) => {
  const opener = target.closest?.("[popovertarget=variables]"), option = target.closest?.("#variables [data-insert]");
  if (opener) field = document.getElementById(opener.dataset.field);
  if (!option || !field?.isConnected) return;
  option.closest("[popover]").hidePopover();
  const gap = /[\p{L}\p{N},.!?]$/u.test(field.value.slice(0, field.selectionStart)) ? " " : "";
  field.setRangeText(gap + option.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
