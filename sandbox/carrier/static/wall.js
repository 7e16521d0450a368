// The wall: a phone for each number, a form for one more, and on small screens a chip for each.
import { send } from "./api.js";
import { h, icon } from "./dom.js";
import "./phone.js";

const wall = document.getElementById("wall");
const chips = document.getElementById("chips");

function newcomer() {
  const error = h("p", { className: "error", role: "alert" });
  const add = async (event) => {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.target));
    try {
      await send("POST", "phones", data);
      event.target.reset();
      error.textContent = "";
    } catch (wrong) { error.textContent = wrong.message; }
  };
  return h("div", { className: "newcomer" }, h("div"), h("form", { className: "newcomer__form", onsubmit: add },
    h("h2", {}, "Add a phone"),
    h("p", {}, "Somebody who texts with your brand. Any number will do; it costs nothing."),
    h("label", { className: "label" }, "Name", h("input", { className: "field", name: "name", placeholder: "Paula", autocomplete: "off" })),
    h("label", { className: "label" }, "Number",
      h("input", { className: "field", name: "number", type: "tel", placeholder: "+1 503 555 0123", required: true, autocomplete: "off" })),
    error,
    h("button", { className: "button button--main" }, icon("plus"), "Add phone")));
}

function markChip() {
  const middle = wall.scrollLeft + wall.clientWidth / 2;
  [...wall.children].forEach((phone, n) => {
    const here = phone.offsetLeft <= middle && middle < phone.offsetLeft + phone.offsetWidth;
    chips.children[n]?.setAttribute("aria-pressed", String(here));
  });
}

export function showWall(state) {
  const form = newcomer();
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
    const wanted = [...phones, form];
    [...wall.children].filter((child) => !wanted.includes(child)).forEach((child) => child.remove());
    wanted.forEach((child, n) => { if (wall.children[n] !== child) wall.insertBefore(child, wall.children[n] ?? null); });
    chips.replaceChildren(...wanted.map((child) => h("button", {
      type: "button", onclick: () => child.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" }),
    }, child.name ?? "+ Add")));
    markChip();
  };
}
