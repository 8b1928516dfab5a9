import { Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { Switch } from "../../components/switch.tsx";
import { t } from "../../i18n/index.ts";
import { prefer, preferences } from "../../state/preferences.ts";

const NIGHT = { from: 22 * 60, to: 7 * 60 } as const;

/** When notifications make no sound. */
export function QuietHoursItem() {
  const change = (end: "from" | "to", text: string) => {
    const minute = minuteOf(text);
    if (minute !== undefined) prefer({ quiet: { ...(preferences.quiet ?? NIGHT), [end]: minute } });
  };
  return (
    <>
      <div class="item">
        <Icon name="moon" />
        <span class="two">
          <span>{t("quietHours")}</span>
          <small>{t("quietHoursText")}</small>
        </span>
        <Switch
          label={t("quietHours")}
          isOn={preferences.quiet !== undefined}
          onChange={(isOn) => prefer({ quiet: isOn ? NIGHT : undefined })}
        />
      </div>
      <Show when={preferences.quiet}>
        {(quiet) => (
          <div class="item quiet-hours">
            <label>
              {t("quietFrom")}
              <input
                type="time"
                value={clock(quiet().from)}
                onChange={(event) => change("from", event.currentTarget.value)}
              />
            </label>
            <label>
              {t("quietTo")}
              <input
                type="time"
                value={clock(quiet().to)}
                onChange={(event) => change("to", event.currentTarget.value)}
              />
            </label>
          </div>
        )}
      </Show>
    </>
  );
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function minuteOf(text: string): number | undefined {
  const [hours, minutes] = text.split(":").map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)
    ? undefined
    : hours * 60 + minutes;
}
