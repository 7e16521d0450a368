/* Two soft notes, made here, so that there is no file to fetch. A tab that nobody has touched yet may not sound. */
const NOTES = [[659.3, 0], [880, 0.12]]; // Hz, s
let context;

export async function chime() {
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  await context.resume();
  for (const [frequency, after] of NOTES) {
    const at = context.currentTime + after;
    const note = new OscillatorNode(context, { frequency }), loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.12, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0005, at + 0.5);
    note.connect(loudness).connect(context.destination);
    note.start(at);
    note.stop(at + 0.5);
  }
}
