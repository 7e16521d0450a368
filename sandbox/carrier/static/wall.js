// The wall: a phone for each number, a form for one more, and on small screens a chip for each.
import { send } from "./api.js";
import { h } from "./dom.js";
import "./phone.js";

const wall = document.getElementById("wall");
const chips = document.getElementById("chips");
const dialog = document.getElementById("newcomer");
const empty = h("p", { className: "wall__empty" }, "No phone yet. Add one and write the first text.");

function listenToDialog() {
  const form = dialog.querySelector("form");
  const error = form.querySelector(".error");
  document.getElementById("add-phone").addEventListener("click", () => dialog.showModal());
  form.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { form.reset(); error.hidden = true; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await send("POST", "phones", Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch (wrong) { error.textContent = wrong.message; error.hidden = false; }
  });
}

function markChip() {
  const middle = wall.scrollLeft + wall.clientWidth / 2;
  [...wall.querySelectorAll("text-phone")].forEach((phone, n) => {
    const here = phone.offsetLeft <= middle && middle < phone.offsetLeft + phone.offsetWidth;
    chips.children[n]?.setAttribute("aria-pressed", String(here));
  });
}

export function showWall(state) {
  listenToDialog();
  wall.addEventListener("scroll", markChip, { passive: true });
  document.addEventListener("part", markChip);
  return () => {
    const known = new Map([...wall.querySelectorAll("text-phone")].map((phone) => [phone.number, phone]));
    const phones = state.phones.map((found) => {
      const phone = known.get(found.number) ?? document.createElement("text-phone");
      phone.show(found, state);
      return phone;
    });
    // Only what changed is touched: a phone that is moved loses its focus and its place in the thread.
    const wanted = phones.length ? phones : [empty];
    [...wall.children].filter((child) => !wanted.includes(child)).forEach((child) => child.remove());
    wanted.forEach((child, n) => { if (wall.children[n] !== child) wall.insertBefore(child, wall.children[n] ?? null); });
    chips.replaceChildren(...phones.map((phone) => h("button", {
      type: "button", onclick: () => phone.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" }),
    }, phone.name)));
    markChip();
  };
}
