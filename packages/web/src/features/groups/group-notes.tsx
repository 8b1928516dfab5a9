import type { GroupNotice } from "@yonder/client";
import { For } from "solid-js";
import "../../i18n/later.ts";
import { t } from "../../i18n/index.ts";
import { useYonder, type Yonder } from "../../state/yonder.ts";
import { listed } from "./names.ts";
import { summed } from "./notes.ts";

/** What happened in a group, in as few lines as it takes. */
export function GroupNotes(props: { readonly notices: readonly GroupNotice[] }) {
  const yonder = useYonder();
  return (
    <For each={summed(props.notices)}>
      {(notes) => (
        <span class="block" dir="auto">
          {sentence(yonder, notes)}
        </span>
      )}
    </For>
  );
}

function sentence(yonder: Yonder, notes: readonly GroupNotice[]): string {
  const last = notes.at(-1);
  const names = listed([...new Set(notes.map((notice) => yonder.nameIn(notice)))]);
  const count = notes.length;
  const text = last?.text ?? "";
  switch (last?.kind) {
    case "joined":
      return t("noteJoined", { names, count });
    case "left":
      return t("noteLeft", { names, count });
    case "removed":
      return t("noteRemoved", { names, count });
    case "subject":
      return text ? t("noteTopic", { names, text }) : t("noteNoTopic", { names });
    case "named":
      return t("noteNamed", { text });
    default:
      return "";
  }
}
