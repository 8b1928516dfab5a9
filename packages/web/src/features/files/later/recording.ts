import type { NewFile } from "@yonder/client";
import { createRoot, createSignal } from "solid-js";
import { BARS, resample } from "./bars.ts";

/** ms between two looks at how loud it is. */
const LOOK = 60;
/** Longer than this nobody listens: it ends by itself, ms. */
const MOST = 15 * 60_000;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

const [recording, setRecording] = createRoot(() => createSignal<Recording>());

/** What is being recorded, in which conversation. */
export { recording };

export interface Recording {
  readonly peer: string;
  readonly levels: () => readonly number[];
  /** Seconds. */
  readonly length: () => number;
  cancel(): void;
  /** @returns undefined when nothing was said */
  finish(): Promise<NewFile | undefined>;
}

/** Can this browser record at all? */
export const canRecord = (): boolean => "MediaRecorder" in globalThis && Boolean(navigator.mediaDevices);

export function isRecording(peer: string): boolean {
  return recording()?.peer === peer;
}

let asked = 0;

/** Listens to the microphone. Rejects when that is not allowed, or not there. @returns whether it does: not if it was asked for again meanwhile */
export async function record(peer: string): Promise<boolean> {
  recording()?.cancel();
  asked += 1;
  const turn = asked;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  let isListening = false;
  try {
    if (turn === asked) listen(peer, stream);
    isListening = turn === asked;
  } finally {
    if (!isListening) silence(stream);
  }
  return isListening;
}

function silence(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function listen(peer: string, stream: MediaStream): void {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 32_000 });
  const parts: Blob[] = [];
  const [levels, setLevels] = createSignal<readonly number[]>([]);
  const [length, setLength] = createSignal(0);
  const context = new AudioContext();
  const look = meter(context, stream);
  const begun = performance.now();
  const timer = setInterval(() => {
    setLevels((all) => [...all, look()]);
    setLength((performance.now() - begun) / 1000);
    if (performance.now() - begun > MOST && recorder.state === "recording") recorder.pause();
  }, LOOK);
  const end = () => {
    clearInterval(timer);
    silence(stream);
    void context.close();
    setRecording(undefined);
  };
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start(1_000);
  setRecording({
    peer,
    levels,
    length,
    cancel() {
      if (recorder.state !== "inactive") recorder.stop();
      end();
    },
    async finish() {
      const { promise, resolve } = Promise.withResolvers<void>();
      recorder.onstop = () => resolve();
      // It has stopped by itself where the microphone was taken away.
      if (recorder.state === "inactive") resolve();
      else recorder.stop();
      await promise;
      end();
      const type = (recorder.mimeType || "audio/webm").split(";")[0] ?? "";
      const blob = new Blob(parts, { type });
      if (blob.size === 0) return undefined;
      const name = `voice-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.${type.split("/")[1]}`;
      return { blob, name, type, duration: length(), waveform: resample(levels(), BARS) };
    },
  });
}

/** How loud it is now, from 0 to 1. */
function meter(context: AudioContext, stream: MediaStream): () => number {
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.min(1, Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length) * 4);
  };
}
