import { createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { Segments } from "../../../components/segments.tsx";
import { t } from "../../../i18n/index.ts";
import type { SharedThings } from "./shared.ts";
import { FileLine, LinkLine, Thumbs } from "./shared-parts.tsx";

type Kind = "photos" | "files" | "links";

/** All that was shared in a conversation, further and further back. */
export function SharedDialog(props: { readonly shared: SharedThings; readonly onClose: () => void }) {
  const [kind, setKind] = createSignal<Kind>("photos");
  const { shared } = props;
  onMount(() => void shared.more());
  const choices = [
    { value: "photos", label: t("sharedPhotos") },
    { value: "files", label: t("sharedFiles") },
    { value: "links", label: t("sharedLinks") },
  ] as const;
  return (
    <Dialog title={t("sharedThings")} onClose={props.onClose}>
      <div class="shared-all">
        <Segments<Kind> label={t("sharedThings")} value={kind()} onChange={setKind} choices={choices} />
        <Switch>
          <Match when={kind() === "photos"}>
            <Thumbs photos={shared.all().photos} all={shared.all().photos} />
          </Match>
          <Match when={kind() === "files"}>
            <div class="card outlined">
              <For each={shared.all().files}>{(message) => <FileLine message={message} />}</For>
            </div>
          </Match>
          <Match when={kind() === "links"}>
            <div class="card outlined">
              <For each={shared.all().links}>{(link) => <LinkLine link={link} />}</For>
            </div>
          </Match>
        </Switch>
        <p class="hint" role="status">
          <Show when={shared.isLoading()} fallback={said(shared, kind())}>
            {t("loadingOlder")}
          </Show>
        </p>
        <Show when={!shared.isWhole() && !shared.isLoading()}>
          <button type="button" class="button quiet" onClick={() => void shared.more()}>
            {t("sharedFurther")}
          </button>
        </Show>
      </div>
    </Dialog>
  );
}

function said({ all, isWhole }: SharedThings, kind: Kind): string {
  if (all()[kind].length === 0) return t("sharedNothing");
  return isWhole() ? t("beginning") : "";
}
