// The keyboard of a phone: words, emoji, a picture, and the words that carriers know.
import { h, icon } from "./dom.js";

const EMOJI = [..."😀😂😊😍🤔😅😢👍👎🙏👏💪🎉❤🔥✨🐱🐶🍕☕🚀"];
const QUICK = ["STOP", "START", "HELP"];
// What phones send besides pictures, to be tried without having one at hand.
const SAMPLES = [["a contact card", "contact.vcf", "text/vcard"], ["a video", "clip.mp4", "video/mp4"], ["a PDF", "receipt.pdf", "application/pdf"]];
// Browsers call some files by other names, or by none.
const KINDS = { vcf: "text/vcard", "3gp": "video/3gpp", amr: "audio/amr", mp3: "audio/mpeg", ogg: "audio/ogg", mp4: "video/mp4", pdf: "application/pdf" };
const kindOf = (file) => KINDS[file.name.split(".").at(-1).toLowerCase()] ?? file.type;

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function composer(phone) {
  const words = h("textarea", { rows: 1, placeholder: "Text message", ariaLabel: `Text from ${phone.name}`, maxLength: 1600 });
  const file = h("input", { type: "file", accept: "image/jpeg,image/png,image/gif,image/webp,video/mp4,video/3gpp,audio/*,.amr,.vcf,application/pdf", className: "composer__file", tabIndex: -1, ariaLabel: "Picture or file" });
  const preview = h("div", { className: "composer__picture", hidden: true });
  const error = h("p", { className: "error", role: "alert", hidden: true });
  const button = h("button", { className: "composer__send", ariaLabel: "Send", disabled: true }, icon("send"));

  const ready = () => { button.disabled = !words.value.trim() && !file.files.length; };
  const show = (message) => { error.textContent = message; error.hidden = !message; };
  const drop = () => { file.value = ""; preview.hidden = true; ready(); };

  const write = async (body, files) => {
    show("");
    try {
      const media = await Promise.all(files.map(async (one) => ({ content_type: kindOf(one), data: await base64(one) })));
      await phone.write(body, media);
      return true;
    } catch (wrong) { show(wrong.message); return false; }
  };
  const sample = async (name, type) => {
    const content = await (await fetch(`/static/samples/${name}`)).blob();
    write("", [new File([content], name, { type })]);
  };
  const submit = async (event) => {
    event?.preventDefault();
    if (button.disabled) return;
    const [body, files] = [words.value, [...file.files]];
    words.value = "";
    drop();
    if (!(await write(body, files))) { words.value = body; ready(); }
    words.focus();
  };

  words.addEventListener("input", ready);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (!chosen) return drop();
    const address = URL.createObjectURL(chosen);
    const picture = chosen.type.startsWith("image/") && h("img", { src: address, alt: "", onload: () => URL.revokeObjectURL(address) });
    preview.replaceChildren(...[picture].filter(Boolean), h("span", {}, chosen.name),
      h("button", { type: "button", className: "composer__icon", ariaLabel: "Remove it", onclick: drop }, icon("close")));
    preview.hidden = false;
    ready();
  });

  const emoji = h("div", { className: "emoji", hidden: true }, EMOJI.map((one) => h("button", {
    type: "button", ariaLabel: `Insert ${one}`, onclick: () => {
      words.setRangeText(one, words.selectionStart, words.selectionEnd, "end");
      emoji.hidden = true;
      ready();
      words.focus();
    },
  }, one)));
  emoji.addEventListener("keydown", (event) => { if (event.key === "Escape") { emoji.hidden = true; words.focus(); } });

  return h("form", { className: "composer", onsubmit: submit }, emoji,
    h("div", { className: "composer__quick" }, QUICK.map((word) => h("button", { type: "button", ariaLabel: `Text ${word}`, onclick: () => write(word, []) }, word)),
      SAMPLES.map(([what, name, type]) => h("button", { type: "button", ariaLabel: `Text ${what}`, onclick: () => sample(name, type) }, what.replace(/^an? /, "")))),
    preview, error,
    h("div", { className: "composer__row" }, file,
      h("button", { type: "button", className: "composer__icon", ariaLabel: "Attach a picture or file", onclick: () => file.click() }, icon("picture")),
      h("button", { type: "button", className: "composer__icon", ariaLabel: "Emoji", onclick: () => { emoji.hidden = !emoji.hidden; } }, icon("smile")),
      h("div", { className: "composer__box" }, words, button)));
}
