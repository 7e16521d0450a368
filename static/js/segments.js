/* How a text is cut into segments by the carriers. Counts as sms/segments.py does; a test compares the two. */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("\f^{}\\[~]|€");
export const MAX_CHARACTERS = 1600;
export const LIMITS = { "GSM-7": [160, 153], "UCS-2": [70, 67] };

/** Units of each character: an extended one and a surrogate pair are two, and are never torn apart. */
function units(text) {
  const characters = [...text];
  if (characters.every((c) => BASIC.has(c) || EXTENDED.has(c))) {
    return ["GSM-7", characters.map((c) => (EXTENDED.has(c) ? 2 : 1))];
  }
  return ["UCS-2", characters.map((c) => c.length)];
}

/** @returns {{encoding: string, segments: number, units: number, left: number}} `left`: units free in the last segment. */
export function count(text) {
  const [encoding, sizes] = units(text);
  const [alone, joined] = LIMITS[encoding];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= alone) return { encoding, segments: total ? 1 : 0, units: total, left: alone - total };
  let segments = 1, used = 0;
  for (const size of sizes) {
    if (used + size > joined) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, segments, units: total, left: joined - used };
}
