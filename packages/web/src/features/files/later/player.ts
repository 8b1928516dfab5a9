import { createRoot, createSignal } from "solid-js";

const RATES = [1, 1.5, 2] as const;

const [key, setKey] = createRoot(() => createSignal<string>());
const [isRunning, setRunning] = createRoot(() => createSignal(false));
const [at, setAt] = createRoot(() => createSignal(0));
const [rate, setRate] = createRoot(() => createSignal<number>(1));
const [broken, setBroken] = createRoot(() => createSignal<string>());

export { rate };

/** One sound is played at a time, wherever its message is. */
const audio = createAudio();

export const isPlaying = (of: string): boolean => key() === of && isRunning();
/** Seconds. */
export const playedTo = (of: string): number => (key() === of ? at() : 0);
export const isBroken = (of: string): boolean => broken() === of;

export function toggle(of: string, source: string): void {
  if (key() === of && isRunning()) return audio.pause();
  take(of, source);
  audio.playbackRate = rate();
  void audio.play().catch(() => setBroken(of));
}

export function seek(of: string, source: string, seconds: number): void {
  take(of, source);
  audio.currentTime = seconds;
  setAt(seconds);
}

export function nextRate(): void {
  const next = RATES[(RATES.indexOf(rate() as 1) + 1) % RATES.length] ?? 1;
  setRate(next);
  audio.playbackRate = next;
}

function take(of: string, source: string): void {
  if (key() === of) return;
  audio.pause();
  setKey(of);
  setAt(0);
  setBroken(undefined);
  audio.src = source;
}

function createAudio(): HTMLAudioElement {
  const element = new Audio();
  element.preload = "none";
  element.onplay = () => setRunning(true);
  element.onpause = () => setRunning(false);
  element.ontimeupdate = () => setAt(element.currentTime);
  element.onended = () => {
    element.currentTime = 0;
    setAt(0);
  };
  return element;
}
