/* What the palette can do: what the page's own controls do, and where links lead. So it can do nothing that a click can't.
   A control is named by data-command, or by the words of its shortcut; one in a closed menu counts as well. */
import { usable, wordsOf } from "desk/hot-keys";
import { rank } from "desk/ranking";

const CONTROLS = "[data-command], [data-hotkey]", HERE = "On this page", GO = "Go to", TICKETS = "Tickets";
const MOST = 8, KEPT = 6;

function reachable(element) {
  const menu = element.closest("[popover]:not(:popover-open)");
  if (!menu) return usable(element);
  const opener = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  return !element.disabled && Boolean(opener && usable(opener));
}

const command = (element, group, label) => ({
  element, group, label, detail: element.dataset.detail ?? "", keys: element.dataset.hotkey ?? "",
});
const place = (link) => wordsOf(link) || [link.closest("nav")?.ariaLabel, link.textContent.trim()].filter(Boolean).join(": ");

/** The page's own first, its frame's next, then the places that were fetched; the same words are the same thing. */
function commands(places) {
  const all = [...document.querySelectorAll(CONTROLS)].filter((element) => !element.closest("command-palette") && reachable(element));
  const isOwn = (element) => Boolean(element.closest("main"));
  const here = all.sort((one, other) => isOwn(other) - isOwn(one));
  const found = [
    ...here.map((element) => command(element, element.matches("a[href]") ? GO : HERE, wordsOf(element))),
    ...[...places.querySelectorAll("a")].map((element) => command(element, GO, place(element))),
  ];
  const labels = new Set();
  return found.filter(({ label }) => label && !labels.has(label) && labels.add(label));
}

function recent() {
  try { return JSON.parse(localStorage.getItem("palette:recent")) ?? []; } catch { return []; }
}
export function remember({ label, group }) {
  if (group === TICKETS) return;
  const labels = [label, ...recent().filter((other) => other !== label)].slice(0, KEPT);
  try { localStorage.setItem("palette:recent", JSON.stringify(labels)); } catch { /* it is then forgotten */ }
}

/** [heading, commands] in the order in which they are shown, for what was typed so far. */
export function suggestions(said, places, found) {
  const known = commands(places), used = recent();
  const last = used.map((label) => known.find((each) => each.label === label)).filter(Boolean);
  const rest = known.filter((each) => !last.includes(each));
  const grouped = (list) => [HERE, GO].map((group) => [group, list.filter((each) => each.group === group)]);
  if (!said) return [["Recent", last], ...grouped(rest)];
  const worth = (each) => rank(said, each.label) * (last.includes(each) ? 1.3 : 1);
  const fitting = known.map((each) => [worth(each), each]).filter(([value]) => value).sort(([one], [other]) => other - one);
  const best = fitting.slice(0, MOST).map(([, each]) => each);
  const groups = grouped(best).sort(([one]) => (one === best[0]?.group ? -1 : 1));
  const tickets = [TICKETS, [...found.querySelectorAll("a")].map((element) => command(element, TICKETS, wordsOf(element)))];
  return /^#?\d+$/.test(said) ? [tickets, ...groups] : [...groups, tickets];
}
