import { get, listen, whenever } from "./api.js";
import { showAccounts } from "./accounts.js";
import { showFaults } from "./faults.js";
import { showWall } from "./wall.js";
import { showWebhooks } from "./webhooks.js";

const live = document.getElementById("live");

function showPart() {
  const wanted = location.hash === "#console" ? "console" : "phones";
  for (const part of document.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== wanted;
  for (const tab of document.querySelectorAll(".tabs a")) {
    if (tab.hash === `#${wanted}`) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  document.getElementById("add-phone").hidden = wanted !== "phones";
  document.dispatchEvent(new Event("part"));
}

listen((connected) => {
  live.classList.toggle("live--off", !connected);
  live.firstElementChild.textContent = connected ? "Live" : "Not connected, trying again";
});
addEventListener("hashchange", showPart);

const state = { numbers: [], phones: [], accounts: [] };
const wall = showWall(state);
const accounts = showAccounts(state);
const faults = showFaults(state);
showWebhooks();

whenever("console", async () => {
  const [found, numbers] = await Promise.all([get("accounts"), get("numbers")]);
  const changed = JSON.stringify([found, numbers]) !== JSON.stringify([state.accounts, state.numbers]);
  Object.assign(state, { accounts: found, numbers });
  if (changed || !state.shown) { wall(); accounts(); faults(); }
  state.shown = true;
});
whenever("phones", async () => {
  state.phones = await get("phones");
  wall();
  faults();
});
showPart();
