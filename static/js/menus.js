/* A menu has done its work once one of its forms is sent. (Everything else of a popover is the browser's.) */
document.addEventListener("htmx:before:request", ({ target }) => target.closest(".menu:popover-open")?.hidePopover());
