/* What was written but has not reached the server yet, per ticket, in this browser: a reload or a crash loses nothing. */
const read = (key) => { try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; } };
function write(key, messages) {
  try {
    if (Object.keys(messages).length) localStorage.setItem(key, JSON.stringify(messages));
    else localStorage.removeItem(key);
  } catch { /* storage full or forbidden: it then lives as long as the page */ }
}
export const waiting = (key) => Object.entries(read(`outbox:${key}`));
export const keep = (key, id, body) => write(`outbox:${key}`, { ...read(`outbox:${key}`), [id]: body });
export function drop(key, id) {
  const { [id]: _, ...rest } = read(`outbox:${key}`);
  write(`outbox:${key}`, rest);
}
export function draft(key, text) {
  try {
    if (text === undefined) return localStorage.getItem(`draft:${key}`) ?? "";
    text ? localStorage.setItem(`draft:${key}`, text) : localStorage.removeItem(`draft:${key}`);
  } catch { /* as above */ }
  return "";
}
