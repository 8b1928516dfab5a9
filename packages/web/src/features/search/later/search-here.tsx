import "./search.css";
import { createSignal } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { startOfDay } from "../../../i18n/formats.ts";
import { t } from "../../../i18n/index.ts";
import { isPhone } from "../../../state/media.ts";
import { go } from "../../../state/route.ts";
import { searchIn } from "../../../state/search.ts";
import { useYonder } from "../../../state/yonder.ts";
import { openDay } from "./open-hit.ts";

/** In a conversation's details: its messages are searched. */
export function SearchHere(props: { readonly peer: string }) {
  const search = () => {
    if (isPhone()) go({ pane: "list" });
    searchIn(props.peer);
  };
  return (
    <button type="button" onClick={search}>
      <Icon name="search" />
      {t("searchShort")}
    </button>
  );
}

/** In a conversation's details: back to a day, which is chosen in the browser's own calendar. */
export function DayJump(props: { readonly peer: string }) {
  const yonder = useYonder();
  const [isBusy, setBusy] = createSignal(false);
  let field: HTMLInputElement | undefined;
  const today = () => new Date().toLocaleDateString("sv");
  const jump = async (value: string) => {
    const [year, month, day] = value.split("-").map(Number);
    if (!year || !month || !day || year < 2000) return;
    setBusy(true);
    await openDay(yonder, props.peer, startOfDay(new Date(year, month - 1, day).getTime())).catch(() => undefined);
    setBusy(false);
  };
  return (
    <section class="card day-jump">
      <button
        type="button"
        class="item"
        disabled={isBusy() || yonder.connection().kind !== "online"}
        onClick={() => field?.showPicker()}
      >
        <Icon name="day" />
        <span class="two">{t("jumpToDay")}</span>
        <Icon name="next" isSmall />
      </button>
      <input
        type="date"
        class="day-field"
        aria-label={t("jumpToDay")}
        tabindex={-1}
        max={today()}
        ref={field}
        onChange={(event) => void jump(event.currentTarget.value)}
      />
    </section>
  );
}
