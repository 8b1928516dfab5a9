import "./files.css";
import "./shared.css";
import "./viewer.css";
import { createSignal, For, Show } from "solid-js";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { createShared } from "./shared.ts";
import { SharedDialog } from "./shared-dialog.tsx";
import { FileLine, Thumbs } from "./shared-parts.tsx";

/** In the details: so many of each at first. */
const PHOTOS = 4;
const FILES = 2;

/** What was shared in a conversation lately, and the way to all of it. */
export function SharedCard(props: { readonly peer: string }) {
  const shared = createShared(useYonder(), () => props.peer);
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <section class="card">
        <h3>
          <span class="grow">{t("sharedThings")}</span>
          <button type="button" class="text-button" onClick={() => setOpen(true)}>
            {t("sharedAll")}
          </button>
        </h3>
        <Show when={shared.all().photos.length > 0}>
          <Thumbs photos={shared.all().photos.slice(0, PHOTOS)} all={shared.all().photos} />
        </Show>
        <For each={shared.all().files.slice(0, FILES)}>{(message) => <FileLine message={message} />}</For>
      </section>
      <Show when={isOpen()}>
        <SharedDialog shared={shared} onClose={() => setOpen(false)} />
      </Show>
    </>
  );
}
