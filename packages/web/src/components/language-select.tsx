import { For } from "solid-js";
import { LANGUAGES, type Language } from "../i18n/catalogue.ts";
import { language, t } from "../i18n/index.ts";
import { prefer } from "../state/preferences.ts";
import { Icon } from "./icon.tsx";

export function LanguageSelect() {
  return (
    <label class="text-button language">
      <Icon name="globe" isSmall />
      <span class="sr">{t("language")}</span>
      <select value={language()} onChange={(event) => prefer({ language: event.currentTarget.value as Language })}>
        <For each={LANGUAGES}>
          {(one) => (
            <option value={one.code} lang={one.code} selected={one.code === language()}>
              {one.name}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
