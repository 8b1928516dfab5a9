import type { Message, SharedFile } from "@yonder/client";
import { type JSX, Show } from "solid-js";
import { Slot } from "../../components/slot.tsx";
import { useYonder } from "../../state/yonder.ts";
import { type FileKind, isNear, kindOf } from "./file-kind.ts";
import { files } from "./files.ts";

/** How a file is shown here: what lies elsewhere is not fetched unasked. */
export function shownAs(file: SharedFile): FileKind {
  return isNear(file, useYonder().engine.domain) ? kindOf(file) : "other";
}

interface FilePlaceProps {
  readonly message: Message;
  readonly file: SharedFile;
  /** Time and tick. */
  readonly children: JSX.Element;
}

/** Where a file is shown: of its final size at once, whatever is loaded when. */
export function FilePlace(props: FilePlaceProps) {
  const kind = () => shownAs(props.file);
  const isSeen = () => kind() === "image" || kind() === "video";
  return (
    <div classList={{ picture: isSeen(), "file-place": !isSeen() }} style={isSeen() ? boxOf(props.file) : {}}>
      <Show when={isSeen() && props.file.preview}>{(preview) => <img class="preview" src={preview()} alt="" />}</Show>
      <Slot of={files()?.FileView} kind={kind()} message={props.message} file={props.file}>
        {props.children}
      </Slot>
    </div>
  );
}

/** Neither a tower nor a strip; no larger than the picture is, but there is room for the time. In rem: the narrowest, the highest. */
function boxOf({ width, height }: SharedFile): JSX.CSSProperties {
  if (!width || !height) return {};
  const ratio = Math.min(3, Math.max(0.3, width / height));
  return { "aspect-ratio": ratio, "inline-size": `${Math.max(6, Math.min(width / 16, 26 * ratio))}rem` };
}
