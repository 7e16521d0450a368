/* A menu has done its work once one of its forms is sent; what it fetches for itself leaves it open. (Everything else of a
   popover is the browser's.) */
document.addEventListener("htmx:before:request", ({ target, detail }) => {
  if (detail.ctx.request.method !== "GET") (detail.ctx.request.submitter ?? target).closest(".menu:popover-open")?.hidePopover();
});
/* A dialog has done it once its form was taken; what was refused is said in it. */
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (detail.ctx.request.method !== "GET" && detail.ctx.response?.status < 300) target.closest?.("dialog:modal")?.close();
});
/* A popover that works by a module of its own gets it when it is first opened. */
document.addEventListener("toggle", ({ target, newState }) => {
  if (newState !== "open" || !target.dataset.module) return;
  import(target.dataset.module).catch(() => target.querySelector("[data-failed]").hidden = false);
}, true);
