import { Icon } from "../../components/icon.tsx";
import { LanguageSelect } from "../../components/language-select.tsx";
import { Segments } from "../../components/segments.tsx";
import { Switch } from "../../components/switch.tsx";
import { t } from "../../i18n/index.ts";
import { prefer, preferences, type TextSize, type Theme } from "../../state/preferences.ts";

export function LookPage() {
  return (
    <section class="card">
      <div class="item choice">
        <span class="two">
          <span>{t("dayOrNight")}</span>
        </span>
        <Segments<Theme>
          label={t("dayOrNight")}
          value={preferences.theme}
          onChange={(theme) => prefer({ theme })}
          choices={[
            { value: "system", label: t("system"), icon: "device" },
            { value: "light", label: t("day"), icon: "sun" },
            { value: "dark", label: t("night"), icon: "moon" },
          ]}
        />
      </div>
      <div class="item choice">
        <span class="two">
          <span>{t("textSize")}</span>
        </span>
        <Segments<TextSize>
          label={t("textSize")}
          value={preferences.textSize}
          onChange={(textSize) => prefer({ textSize })}
          choices={[
            { value: "small", label: t("small") },
            { value: "normal", label: t("normal") },
            { value: "large", label: t("large") },
          ]}
        />
      </div>
      <div class="item">
        <Icon name="globe" />
        <span class="two">
          <span>{t("language")}</span>
        </span>
        <LanguageSelect />
      </div>
      <div class="item">
        <Icon name="link" />
        <span class="two">
          <span>{t("previewSetting")}</span>
          <small>{t("previewSettingText")}</small>
        </span>
        <Switch
          label={t("previewSetting")}
          isOn={preferences.offersPreviews !== false}
          onChange={(offersPreviews) => prefer({ offersPreviews })}
        />
      </div>
    </section>
  );
}
