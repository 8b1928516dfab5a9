/** Two soft notes, a fourth apart, Hz, and when each begins, s. */
const NOTES = [
  [587.33, 0],
  [783.99, 0.09],
] as const;
const LOUDNESS = 0.08;
const LENGTH = 0.28;

let context: AudioContext | undefined;

/** A message came. Silent where the browser wants a touch of the page first. */
export function playArrival(): void {
  if (!("AudioContext" in globalThis)) return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume().catch(() => {});
  for (const [pitch, after] of NOTES) playNote(context, pitch, context.currentTime + after);
}

function playNote(audio: AudioContext, pitch: number, at: number): void {
  const [tone, loudness] = [audio.createOscillator(), audio.createGain()];
  tone.type = "sine";
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LENGTH);
}
