/* What draft-field.js needs to know of the world: the server's copy, and the thread beside it. */
export const newest = () => [...document.querySelectorAll("#entries [data-message]")].at(-1)?.dataset.message ?? "";
export const joined = (one, other) => (other.includes(one) ? other : one.includes(other) ? one : `${one}\n\n${other}`);

/** @returns {Promise<[number, object | null]>} the status and what is kept there; 0 and null without a connection. */
async function ask(url, options) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error", ...options });
    return [answer.status, answer.ok || answer.status === 409 ? await answer.json() : null];
  } catch {
    return [0, null];
  }
}
export const drafts = (url) => ask(url);
export function keepThere(url, form, values) {
  const body = new FormData(form); // with the token against forgery
  for (const [name, value] of Object.entries(values)) body.set(name, value ?? "");
  return ask(url, { method: "POST", body, keepalive: true });
}
