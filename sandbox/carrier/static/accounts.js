// Accounts with their secrets to copy, and their numbers with the webhook address to paste.
import { send } from "./api.js";
import { h, icon, pretty } from "./dom.js";

const OPT_OUT = { off: "Leave STOP and START to the application", default: "Handle STOP and START itself", advanced: "Handle them itself, and say so in the webhook" };

function secret(label, value, hidden = false) {
  const shown = h("code", {}, hidden ? "•".repeat(12) : value);
  const copy = h("button", { type: "button", className: "iconic", ariaLabel: `Copy ${label}` }, icon("copy"));
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value);
    copy.replaceChildren(icon("check"));
    setTimeout(() => copy.replaceChildren(icon("copy")), 1500);
  });
  if (hidden) shown.addEventListener("click", () => { shown.textContent = value; });
  const reveal = hidden && h("button", { type: "button", className: "button button--plain button--small", onclick: (event) => {
    shown.textContent = value;
    event.target.remove();
  } }, "Show");
  return h("dl", { className: "secret" }, h("dt", {}, label), h("dd", {}, shown, reveal), h("dd", {}, copy));
}

// A form that sends what was typed, and shows under its fields what was wrong with it.
function form(properties, save, ...fields) {
  const error = h("p", { className: "error", role: "alert", hidden: true });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await save(Object.fromEntries(new FormData(event.target)));
      error.hidden = true;
      const button = event.submitter;
      const words = button?.textContent;
      if (button) { button.textContent = "Saved"; setTimeout(() => { button.textContent = words; }, 1500); }
    } catch (wrong) { error.textContent = wrong.message; error.hidden = false; }
  };
  return h("form", { ...properties, onsubmit: submit }, ...fields, error);
}

function field(label, name, value, properties = {}) {
  return h("label", { className: "label" }, label, h("input", { className: "field", name, value: value ?? "", autocomplete: "off", spellcheck: false, ...properties }));
}

const drawn = new Map();

// A form that shows what is stored already is kept: it may be open, or just say that it saved.
function number(found) {
  const kept = drawn.get(found.number);
  const same = kept?.name === found.name && [...new FormData(kept.form)].every(([name, value]) => found[name] === value);
  if (!same) drawn.set(found.number, { name: found.name, form: numberForm(found) });
  return drawn.get(found.number).form;
}

function numberForm(found) {
  const choice = h("select", { className: "field", name: "opt_out" },
    Object.entries(OPT_OUT).map(([mode, words]) => h("option", { value: mode, selected: mode === found.opt_out }, words)));
  return form({ className: "number" }, (data) => send("PATCH", `numbers/${encodeURIComponent(found.number)}`, data),
    h("div", { className: "number__title" }, h("strong", {}, pretty(found.number)), found.name !== found.number && h("span", { className: "soft" }, found.name)),
    field("A text comes in: post it to", "sms_url", found.sms_url, { className: "field field--url", type: "url", placeholder: "Paste the webhook address here" }),
    h("details", {}, h("summary", {}, "Fallback, opt-out handling, name"), h("div", { className: "stack" },
      field("If that fails, post it to", "sms_fallback_url", found.sms_fallback_url, { className: "field field--url", type: "url" }),
      h("label", { className: "label" }, "The carrier should", choice),
      field("Name on the phones", "name", found.name))),
    h("div", {}, h("button", { className: "button button--small" }, "Save")));
}

function account(found, numbers) {
  const rotate = async () => { if (confirm("Make a new auth token? The old one ends at once.")) await send("POST", `accounts/${found.sid}/token`); };
  return h("article", { className: "account" },
    h("div", { className: "account__title" }, h("h3", {}, found.name), h("button", { type: "button", className: "button button--plain button--small", onclick: rotate }, "New token")),
    h("div", {}, secret("Account SID", found.sid), secret("Auth token", found.token, true)),
    numbers.map(number),
    h("details", {}, h("summary", {}, "Add a number"), form({ className: "row" }, (data) => send("POST", "numbers", { ...data, account_sid: found.sid }),
      field("Number", "number", "", { type: "tel", placeholder: "+1 503 555 0100", required: true }),
      field("Name on the phones", "name", found.name), h("button", { className: "button" }, "Add number"))));
}

export function showAccounts(state) {
  const panel = document.getElementById("accounts");
  const list = h("div", { className: "stack" });
  panel.append(
    h("header", {}, h("h2", { id: "accounts-title" }, "Accounts"), h("p", {}, "What an application needs to use this carrier.")),
    list,
    h("details", {}, h("summary", {}, "Add an account"), form({ className: "row" }, (data) => send("POST", "accounts", data),
      field("Name", "name", "", { placeholder: "Acme", required: true }), h("button", { className: "button" }, "Add account"))));
  return () => {
    if (list.contains(document.activeElement) && document.activeElement.matches("input")) return; // don't disturb typing
    list.replaceChildren(...state.accounts.map((found) => account(found, state.numbers.filter((one) => one.account_sid === found.sid))));
    if (!state.accounts.length) list.append(h("p", { className: "empty" }, "No account yet. Add one, then give it a number."));
  };
}
