import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { attach } from "./attached.ts";

/** Chooses files to send. */
export function AttachButton(props: { readonly peer: string }) {
  const { engine } = useYonder();
  let input!: HTMLInputElement;
  const choose = () => {
    attach(engine, props.peer, input.files ?? []);
    input.value = "";
  };
  return (
    <>
      <input type="file" multiple hidden ref={input} onChange={choose} />
      <button
        type="button"
        class="icon-button"
        aria-label={t("attach")}
        title={t("attach")}
        onClick={() => input.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  );
}
