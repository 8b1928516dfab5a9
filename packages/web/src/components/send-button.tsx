import { t } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";

/** Sends what is written. The keyboard on a phone stays open: the press does not take the focus. */
export function SendButton() {
  return (
    <button
      type="submit"
      class="icon-button solid"
      aria-label={t("send")}
      title={t("send")}
      onPointerDown={(event) => event.preventDefault()}
    >
      <Icon name="send" />
    </button>
  );
}
