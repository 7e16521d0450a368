/* Where the focus belongs once the rows are renewed: on the row that had it; when that has left the list (closed, snoozed),
   on the next one. So has the open ticket's row the focus that is nowhere. */
const linkOf = (row) => row.querySelector("a[data-row]");

/** To be called before the rows change; what it returns, afterwards. */
export function keepRow(list) {
  const at = document.activeElement, held = at?.closest?.("#rows > li");
  const row = held ?? (at === document.body ? list.querySelector("[aria-current]")?.closest("li") : null);
  if (!row) return () => {};
  const rows = [...list.children], place = rows.indexOf(row);
  const heirs = [row, ...rows.slice(place + 1), ...rows.slice(0, place).reverse()];
  return () => {
    if (document.activeElement !== document.body || (!held && row.isConnected)) return;
    const heir = heirs.find((one) => one.isConnected && linkOf(one));
    (heir ? linkOf(heir) : document.getElementById("main")).focus({ preventScroll: true });
  };
}
