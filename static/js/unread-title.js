/* The number of unread tickets, as the rail shows it, in front of the tab's title: "(3) Mine · Acme". */
const plain = () => document.title.replace(/^\(\d+\+?\) /, "");
function show() {
  const badge = document.querySelector("[data-unread]");
  const count = badge?.textContent.trim();
  const title = (count ? `(${count}) ` : "") + plain();
  if (document.title !== title) document.title = title;
  const number = parseInt(count ?? "0", 10);
  (number ? navigator.setAppBadge?.(number) : navigator.clearAppBadge?.())?.catch(() => {});
}
document.addEventListener("htmx:after:swap", () => setTimeout(show));
show();
