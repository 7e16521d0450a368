/* What could be written with characters that cost less, by the server's own table (sms/transliteration.py; a test compares
   the two). The table is fetched when a text first needs it. */
import { count } from "desk/segments";

let table;

function load(src) {
  table ??= fetch(src).then((answer) => answer.json()).then(({ marks, letters }) => {
    const all = { ...marks, ...letters };
    const anyOf = (keys) => new RegExp(keys.sort((one, other) => other.length - one.length).map(RegExp.escape ?? escaped).join("|"), "gu");
    return { all, marks: anyOf(Object.keys(marks)), letters: anyOf(Object.keys(all)) };
  });
  table.catch(() => (table = undefined)); // without a connection: again with the next text
  return table;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** @returns {Promise<{characters: string[], letters: boolean, body: string, segments: number}|null>} `fill` makes of a text
    what is sent. */
export async function offer(text, src, fill = (each) => each) {
  const now = count(fill(text));
  if (now.encoding === "GSM-7") return null;
  const { all, ...find } = await load(src), composed = text.normalize("NFC");
  for (const which of ["marks", "letters"]) {
    const body = composed.replace(find[which], (found) => all[found]), then = count(fill(body));
    if (then.encoding !== "GSM-7") continue;
    const characters = [...new Set(composed.match(find[which]))];
    return then.segments < now.segments ? { characters, letters: which === "letters", body, segments: then.segments } : null;
  }
  return null;
}
