import "../../../i18n/later.ts";
import "./files.css";
import "./sounds.css";
import "./viewer.css";

export { AttachButton } from "./attach-button.tsx";
export { attachedTo, sendAttached } from "./attached.ts";
export { DropSurface } from "./drop-surface.tsx";
export { FileView } from "./file-view.tsx";
export { Recorder, VoiceButton } from "./recorder.tsx";
export { isRecording } from "./recording.ts";
export { Tray } from "./tray.tsx";
