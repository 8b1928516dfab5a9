import "./people.css";
import type { OwnPicture } from "@yonder/client";
import { createEffect, createSignal, createUniqueId, onCleanup } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { Acts } from "../../../components/later/acts.tsx";
import { AtPageEnd } from "../../../components/later/at-page-end.tsx";
import { t } from "../../../i18n/index.ts";
import { type Crop, MAX_ZOOM, middleOf, sideOf, within } from "./crop.ts";

/** Pixels on each side: of what is kept, as large as it is ever shown, and of what is moved about. */
const SIZE = 192;
const STAGE = 256;
/** Bytes that a picture may have as base64. */
const MOST = 64_000 * (4 / 3);
const STEP = 8;

interface CropDialogProps {
  readonly picture: ImageBitmap;
  readonly onDone: (picture: OwnPicture) => void;
  readonly onClose: () => void;
}

/** Chooses a square of a picture: by dragging, with the arrow keys, and with a slider for its size. */
export function CropDialog(props: CropDialogProps) {
  const { picture } = props;
  const [crop, setCrop] = createSignal<Crop>(middleOf(picture));
  const zoom = createUniqueId();
  let stage!: HTMLCanvasElement;
  createEffect(() => draw(stage, picture, crop(), STAGE));
  onCleanup(() => picture.close());

  /** By pixels of what is seen. */
  const move = (right: number, down: number) => {
    const scale = sideOf(picture, crop()) / (stage.getBoundingClientRect().width || STAGE);
    setCrop(({ x, y, zoom: at }) => within(picture, { x: x - right * scale, y: y - down * scale, zoom: at }));
  };
  const onDrag = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    stage.setPointerCapture(event.pointerId);
    move(event.movementX, event.movementY);
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
  };
  const use = () => {
    props.onDone(cutOut(picture, crop()));
    props.onClose();
  };
  return (
    <AtPageEnd>
      <Dialog title={t("cropTitle")} onClose={props.onClose}>
        <div class="stacked crop">
          <p class="hint">{t("cropText")}</p>
          <button type="button" class="stage" aria-label={t("cropPicture")} onPointerMove={onDrag} onKeyDown={onKey}>
            <canvas ref={stage} width={STAGE} height={STAGE} />
          </button>
          <label for={zoom}>{t("cropZoom")}</label>
          <input
            id={zoom}
            type="range"
            min="1"
            max={MAX_ZOOM}
            step="0.05"
            value={crop().zoom}
            onInput={(event) => setCrop(within(picture, { ...crop(), zoom: event.currentTarget.valueAsNumber }))}
          />
          <Acts act={t("usePicture")} onPress={use} onCancel={props.onClose} />
        </div>
      </Dialog>
    </AtPageEnd>
  );
}

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop, size: number): void {
  const side = sideOf(picture, crop);
  const context = canvas.getContext("2d");
  context?.clearRect(0, 0, size, size);
  context?.drawImage(picture, crop.x - side / 2, crop.y - side / 2, side, side, 0, 0, size, size);
}

/** XEP-0084 §4: PNG is what all clients show; a photo that would be too large so becomes a JPEG. */
function cutOut(picture: ImageBitmap, crop: Crop): OwnPicture {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  draw(canvas, picture, crop, SIZE);
  const png = dataOf(canvas.toDataURL("image/png"));
  if (png.length <= MOST) return { data: png, type: "image/png", size: SIZE };
  return { data: dataOf(canvas.toDataURL("image/jpeg", 0.85)), type: "image/jpeg", size: SIZE };
}

function dataOf(url: string): string {
  return url.slice(url.indexOf(",") + 1);
}
