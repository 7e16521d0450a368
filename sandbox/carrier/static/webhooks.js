// The last webhooks and status callbacks, newest first, with what the application answered.
import { get, send, whenever } from "./api.js";
import { h, pretty, seconds } from "./dom.js";

const SHOWN = 40;
const LOOK = { done: "good", failed: "bad", lost: "bad", held: "warn", waiting: "warn", running: "warn" };

function result(post) {
  const last = post.attempts.at(-1);
  if (last) return last.status ? String(last.status) : "no answer";
  return { lost: "not posted", held: "held back" }[post.state] ?? "waiting";
}

function title(message, post) {
  if (post.about !== "inbound") return `Delivery report: ${post.about}, to ${pretty(message.to)}`;
  return `Text from ${pretty(message.from)}: ${message.body || "(picture)"}`;
}

function row(message, post) {
  const last = post.attempts.at(-1);
  const trouble = ["failed", "lost", "held"].includes(post.state) || post.attempts.length > 1;
  const again = post.about === "inbound" && ["failed", "lost"].includes(post.state) && post === message.posts.at(-1)
    && h("button", { type: "button", className: "button button--small", onclick: () => send("POST", `messages/${message.sid}/again`) }, "Send again");
  return h("li", { className: "post" },
    h("time", {}, seconds(new Date(last?.at ?? message.at))),
    h("p", { title: message.body }, title(message, post)),
    h("span", { className: "post__end" }, again, h("span", { className: `pill pill--${LOOK[post.state]}` }, `${result(post)}${last ? ` · ${last.ms} ms` : ""}`)),
    h("span"),
    h("div", {}, trouble && h("p", { className: `post__words${LOOK[post.state] === "bad" ? " post__words--bad" : ""}` }, post.words[0].toUpperCase() + post.words.slice(1)), last && h("code", { title: last.url }, last.url)));
}

export function showWebhooks() {
  const panel = document.getElementById("webhooks");
  const badge = document.getElementById("trouble");
  const list = h("ol", {});
  panel.append(h("header", {}, h("h2", { id: "webhooks-title" }, "Webhooks"), h("p", {}, "What was posted to the application, newest first.")), list);
  whenever("console", async () => {
    const messages = await get("ledger?limit=60");
    const posts = messages.flatMap((message) => message.posts.map((post) => [message, post]));
    const moment = ([message, post]) => post.attempts.at(-1)?.at ?? message.at;
    posts.sort((one, other) => (moment(other) < moment(one) ? -1 : moment(other) > moment(one) ? 1 : other[1].id - one[1].id));
    list.replaceChildren(...posts.slice(0, SHOWN).map(([message, post]) => row(message, post)));
    if (!posts.length) list.append(h("li", { className: "empty" }, "Nothing was posted yet. Write a text on one of the phones."));
    // A text that failed first and was taken when sent again is no trouble any more.
    const failed = messages.filter((message) => message.direction === "inbound" && ["failed", "lost"].includes(message.posts.at(-1)?.state)).length;
    badge.textContent = failed;
    badge.hidden = !failed;
    badge.ariaLabel = `${failed} texts not taken by the application`;
  });
}
