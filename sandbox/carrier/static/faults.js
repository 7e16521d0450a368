// Misbehaviour on request, in plain words.
import { get, send, whenever } from "./api.js";
import { h, icon, pretty } from "./dom.js";

const MOMENTS = { answer: "When the application sends a text", fate: "After a text was accepted", callback: "Delivery reports", webhook: "When a phone texts" };
const SETTINGS = { code: "Error code", seconds: "Seconds", copies: "How many times", concurrent: "All at once", how: "Signature" };
const CODES = { reject: [21610, 21211, 21614, 21408, 21612, 21635], undelivered: [30003, 30004, 30005, 30006, 30007, 30008, 30034] };
const NAMES = { 21610: "opted out", 21211: "invalid number", 21614: "not a mobile", 21408: "region not enabled", 21612: "unroutable", 21635: "landline", 30003: "unreachable handset",
  30004: "blocked", 30005: "unknown handset", 30006: "landline or unreachable carrier", 30007: "filtered by the carrier", 30008: "unknown error", 30034: "unregistered number" };

const option = (value, words) => h("option", { value }, words);
const labelled = (words, control) => h("label", { className: "label" }, words, control);

function setting(kind, name, value) {
  if (name === "code") return labelled(SETTINGS.code, h("select", { className: "field", name }, CODES[kind].map((code) => option(code, `${code}, ${NAMES[code]}`))));
  if (name === "how") return labelled(SETTINGS.how, h("select", { className: "field", name }, ["forged", "malformed", "missing"].map((one) => option(one, one))));
  if (name === "concurrent") return h("label", {}, h("input", { type: "checkbox", name, checked: value }), " ", SETTINGS.concurrent);
  return labelled(SETTINGS[name], h("input", { className: "field", type: "number", name, value, min: 0, step: "any", required: true }));
}

function described(fault) {
  const who = [fault.phone && `the phone ${pretty(fault.phone)}`, fault.number && `the number ${pretty(fault.number)}`].filter(Boolean).join(" with ");
  const often = fault.remaining == null ? "until cleared" : fault.remaining === 1 ? "the next text" : `the next ${fault.remaining} texts`;
  const settings = Object.entries(fault.options).map(([name, value]) => (name === "code" ? `code ${value}` : name === "concurrent" ? (value ? "all at once" : "one after the other")
    : name === "seconds" ? `${value} s` : name === "copies" ? `${value} times` : value));
  return [often, who ? `for ${who}` : "for everybody", ...settings].join(", ");
}

function adding(kinds, state) {
  const kind = h("select", { className: "field", name: "kind" }, Object.entries(MOMENTS).map(([moment, words]) => h("optgroup", { label: words },
    kinds.filter((one) => one.moment === moment).map((one) => option(one.kind, one.words)))));
  const settings = h("div", { className: "row" });
  const number = h("select", { className: "field", name: "number" });
  const phone = h("select", { className: "field", name: "phone" });
  const error = h("p", { className: "error", role: "alert", hidden: true });
  const draw = () => settings.replaceChildren(...Object.entries(kinds.find((one) => one.kind === kind.value).settings).map(([name, value]) => setting(kind.value, name, value)));
  const times = ["1", "3", ""].map((value, n) => h("label", {}, h("input", { type: "radio", name: "times", value, checked: n === 0 }), ["the next text", "the next 3", "until cleared"][n]));
  const set = async (event) => {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.target));
    data.times = data.times ? Number(data.times) : null;
    for (const name of ["code", "seconds", "copies"]) if (name in data) data[name] = Number(data[name]);
    if (kind.value === "duplicate") data.concurrent = "concurrent" in data;
    try {
      await send("POST", "faults", data);
      error.hidden = true;
    } catch (wrong) { error.textContent = wrong.message; error.hidden = false; }
  };
  kind.addEventListener("change", draw);
  draw();
  const form = h("form", { className: "stack", onsubmit: set }, labelled("What should go wrong", kind), settings,
    h("div", { className: "row" }, labelled("Number", number), labelled("Phone", phone)),
    h("fieldset", { className: "times" }, h("legend", {}, "How often"), times), error,
    h("div", {}, h("button", { className: "button" }, "Make it go wrong")));
  const refresh = () => {
    number.replaceChildren(option("", "Any number"), ...state.numbers.map((one) => option(one.number, one.name)));
    phone.replaceChildren(option("", "Any phone"), ...state.phones.map((one) => option(one.number, one.name)));
  };
  return { form, refresh };
}

export function showFaults(state) {
  const panel = document.getElementById("faults");
  const list = h("div", { className: "stack" });
  let refresh = () => {};
  panel.append(h("header", {}, h("h2", { id: "faults-title" }, "Make trouble"), h("p", {}, "See how the application bears it.")), list);
  get("kinds").then((kinds) => {
    const added = adding(kinds, state);
    refresh = added.refresh;
    refresh();
    panel.append(added.form);
  });
  whenever("faults", async () => {
    const faults = await get("faults");
    list.replaceChildren(...faults.map((fault) => h("div", { className: "fault" },
      h("div", {}, fault.words, h("small", {}, described(fault))),
      h("button", { type: "button", className: "iconic", ariaLabel: `Clear: ${fault.words}`, onclick: () => send("DELETE", `faults/${fault.id}`) }, icon("close")))));
  });
  return () => refresh();
}
