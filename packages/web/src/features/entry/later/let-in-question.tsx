import { onMount } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { Rich } from "../../../components/rich.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";

interface LetInQuestionProps {
  readonly name: string;
  readonly isBusy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Whether a device is let in, by the name that it gives itself. */
export function LetInQuestion(props: LetInQuestionProps) {
  const { address } = useYonder();
  let no: HTMLButtonElement | undefined;
  // What had the focus is gone, and nobody says yes by a key that was meant for something else.
  onMount(() => no?.focus());
  return (
    <>
      <div class="visitor" role="status">
        <Icon name="device" />
        <p>
          <Rich text={t("visitorTitle", { name: `\u2068${props.name.replaceAll("*", "")}\u2069` })} />
          <small class="hint block" dir="ltr">
            {address()}
          </small>
        </p>
      </div>
      <p class="hint">{t("visitorText")}</p>
      <div class="acts-end">
        <button ref={no} type="button" class="button line" onClick={() => props.onNo()}>
          {t("notLetIn")}
        </button>
        <button type="button" class="button" aria-disabled={props.isBusy} onClick={() => props.onYes()}>
          {t("letIn")}
        </button>
      </div>
    </>
  );
}
