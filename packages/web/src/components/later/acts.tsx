import { t } from "../../i18n/index.ts";

interface ActsProps {
  /** What is done, and how: without `onPress` by the form around it. */
  readonly act: string;
  readonly onPress?: () => void;
  readonly onCancel: () => void;
  readonly isDanger?: boolean;
  /** Not now: it is under way, or something is missing. */
  readonly isOff?: boolean;
}

/** At the end of a dialog: the way back, and the way on. */
export function Acts(props: ActsProps) {
  return (
    <div class="acts-end">
      <button type="button" class="button line" onClick={() => props.onCancel()}>
        {t("cancel")}
      </button>
      <button
        type={props.onPress ? "button" : "submit"}
        class="button"
        classList={{ danger: props.isDanger ?? false }}
        aria-disabled={props.isOff}
        onClick={() => props.onPress?.()}
      >
        {props.act}
      </button>
    </div>
  );
}
