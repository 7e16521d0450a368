// Elements without templates: h("p", {className: "soft"}, "text", child). Text is always text, never HTML.
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

// A text with its web addresses as links, as phones show it.
export function linked(text) {
  return text.split(/(https?:\/\/\S*[^\s.,;:!?)])/).map((part, at) => (at % 2 ? h("a", { href: part, target: "_blank", rel: "noopener" }, part) : part));
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// A colour and initials that always belong to the same name.
export function avatar(name, big = false) {
  const letters = (name.match(/[\p{L}]+/gu) ?? [name.slice(-2)]).slice(0, 2).map((word) => [...word][0]).join("");
  const element = h("span", { className: big ? "avatar avatar--big" : "avatar", ariaHidden: "true" }, letters.toUpperCase());
  element.style.setProperty("--hue", [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7));
  return element;
}

export function pretty(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

export const time = (date) => clock.format(date);
export const seconds = (date) => exact.format(date);

export function when(date) {
  const today = new Date().toDateString() === date.toDateString();
  return today ? `Today ${time(date)}` : `${day.format(date)}, ${time(date)}`;
}
