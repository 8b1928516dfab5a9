import { For } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { Tick } from "../../components/tick.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { TravelPicture } from "./travel-picture.tsx";

/** How a message travels: the picture of the way, and the same in words. */
export function Travel() {
  const yonder = useYonder();
  return (
    <>
      <h2>{t("travelTitle")}</h2>
      <p class="lead">{t("travelLead")}</p>
      <TravelPicture />
      <ol class="card steps-list">
        <For each={STEPS}>
          {(step) => (
            <li class="item" classList={{ back: step.isBack ?? false }}>
              <span class="two">
                <span>
                  {t(step.title)} {step.tick && <Tick message={{ state: step.tick }} />}
                </span>
                <small>{t(step.text)}</small>
              </span>
            </li>
          )}
        </For>
      </ol>
      <section class="card">
        <div class="item">
          <Icon name="way" />
          <span class="two">
            <span>{t("thisConnection")}</span>
            <small>{t(yonder.connection().kind === "online" ? "connectedFor" : "notConnected")}</small>
          </span>
        </div>
        <div class="item">
          <Icon name="globe" />
          <span class="two">
            <span>{t("fallback")}</span>
            <small>{t("fallbackText")}</small>
          </span>
        </div>
      </section>
    </>
  );
}

interface Step {
  readonly title: Key;
  readonly text: Key;
  readonly tick?: "stored" | "reached";
  readonly isBack?: boolean;
}

const STEPS: readonly Step[] = [
  { title: "travel1", text: "travel1Text" },
  { title: "travel2", text: "travel2Text", tick: "stored" },
  { title: "travel3", text: "travel3Text" },
  { title: "travel4", text: "travel4Text", tick: "reached" },
  { title: "travel5", text: "travel5Text", isBack: true },
];
