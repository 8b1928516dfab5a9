import { createRoot, createSignal } from "solid-js";

type Files = typeof import("./later/index.ts");

const [files, setFiles] = createRoot(() => createSignal<Files>());

/** How files are shown, chosen and sent; undefined until it is loaded. */
export { files };

let loading: Promise<void> | undefined;

/** Loads it; `show` wraps the change of what is on the page. */
export function loadFiles(show: (update: () => void) => void): Promise<void> {
  loading ??= load(show).catch(() => {
    // Without a connection there is none of it: the next conversation asks again.
    loading = undefined;
  });
  return loading;
}

async function load(show: (update: () => void) => void): Promise<void> {
  const { AttachButton, attachedTo, DropSurface, FileView, isRecording, Recorder, sendAttached, Tray, VoiceButton } =
    await import("./later/index.ts");
  const loaded = {
    AttachButton,
    attachedTo,
    DropSurface,
    FileView,
    isRecording,
    Recorder,
    sendAttached,
    Tray,
    VoiceButton,
  };
  show(() => setFiles(loaded));
}
