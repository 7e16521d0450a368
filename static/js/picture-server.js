/* The server's side of the tray. */

/** @returns {Promise<[number, string]>} the status and the markup; 0 without a connection. */
export async function ask(url, { method = "GET", file, token = "" } = {}) {
  const body = file && new FormData();
  body?.append("picture", file);
  try {
    const answer = await fetch(url, { method, body, headers: { "HX-Request": "true", "X-CSRFToken": token }, redirect: "error" });
    return [answer.status, await answer.text()];
  } catch {
    return [0, ""];
  }
}
