/* What was written but has not reached the server yet, per ticket, in this browser: a reload or a crash loses nothing. */
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; } };
function write(key, value) {
  try {
    if (Object.keys(value).length) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch { /* storage full or forbidden: it then lives as long as the page */ }
}
export const waiting = (key) => Object.entries(read(`outbox:${key}`));
export const keep = (key, id, body) => write(`outbox:${key}`, { ...read(`outbox:${key}`), [id]: body });
export function drop(key, id) {
  const { [id]: _, ...rest } = read(`outbox:${key}`);
  write(`outbox:${key}`, rest);
}
/** A draft as long as the server does not have it: {body, version, client_id, seen}, or {}. */
export const unsaved = (key) => read(`draft:${key}`);
export const keepUnsaved = (key, draft) => write(`draft:${key}`, draft);
export const dropUnsaved = (key) => write(`draft:${key}`, {});
