import { createSignal, onMount } from "solid-js";
import { Field } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

export function RenameForm(props: { readonly peer: string; readonly name: string; readonly onDone: () => void }) {
  const { engine } = useYonder();
  const [name, setName] = createSignal(props.name);
  let field: HTMLInputElement | undefined;
  onMount(() => field?.select());
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void engine.renameContact(props.peer, name().trim());
    props.onDone();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    props.onDone();
  };
  return (
    <form class="stacked rename" onSubmit={save} onKeyDown={onKey}>
      <Field
        label={t("nameOf", { address: props.peer })}
        value={name()}
        onInput={setName}
        maxlength={100}
        ref={(input) => (field = input)}
      />
      <div class="acts-end">
        <button type="button" class="button line small" onClick={() => props.onDone()}>
          {t("cancel")}
        </button>
        <button type="submit" class="button small">
          {t("save")}
        </button>
      </div>
    </form>
  );
}
