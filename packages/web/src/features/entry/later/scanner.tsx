import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { ErrorLine } from "../../../components/field.tsx";
import { t } from "../../../i18n/index.ts";
import type { NewDevice } from "../../../state/route.ts";
import { deviceInLink, pause } from "./pairing.ts";

/** The part of the Barcode Detection API that is used. */
interface Detector {
  detect(from: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

/** ms between looks */
const PACE = 200;

/** Few browsers read codes themselves: elsewhere the camera's own app does it. */
export function canScan(): boolean {
  return detectorClass() !== undefined && navigator.mediaDevices !== undefined;
}

/** Looks through the camera for the code that a new device shows. */
export function Scanner(props: { readonly onFound: (device: NewDevice) => void }) {
  const [hasFailed, setFailed] = createSignal(false);
  const life = new AbortController();
  let video: HTMLVideoElement | undefined;
  const look = async () => {
    const Detect = detectorClass();
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const stop = () => {
      for (const track of stream.getTracks()) track.stop();
    };
    if (life.signal.aborted || !video || !Detect) return stop();
    life.signal.addEventListener("abort", stop);
    video.srcObject = stream;
    await video.play();
    const detector = new Detect({ formats: ["qr_code"] });
    while (!life.signal.aborted) {
      const codes = await detector.detect(video);
      const device = codes.map(({ rawValue }) => deviceInLink(rawValue, location.origin)).find(Boolean);
      if (device) return props.onFound(device);
      await pause(PACE, life.signal);
    }
  };
  // Nobody lets us, or there is none.
  onMount(() => void look().catch(() => life.signal.aborted || setFailed(true)));
  onCleanup(() => life.abort());
  return (
    <Show when={!hasFailed()} fallback={<ErrorLine text={t("scanFailed")} />}>
      <p>{t("scanText")}</p>
      <video class="scanner" ref={video} playsinline muted />
    </Show>
  );
}

function detectorClass(): DetectorClass | undefined {
  return (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
}
