import { createSignal, onMount } from "solid-js";
import { Field } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
import { useYonder } from "../../state/yonder.ts";

export function RenameForm(props: { readonly peer: string; readonly name: string; readonly onDone: () => void }) {
  const { engine } = useYonder();
  const [name, setName] = createSignal(props.name);
  let field: HTMLInputElement | undefined;
  onMount(() => field?.select());
  const renaming = createAttempt();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await renaming.run(() => engine.renameContact(props.peer, name().trim()))) props.onDone();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    props.onDone();
  };
  return (
    <form class="stacked rename" onSubmit={(event) => void save(event)} onKeyDown={onKey}>
      <Field
        label={t("nameOf", { address: props.peer })}
        value={name()}
        onInput={setName}
        maxlength={100}
        error={renaming.hasFailed() ? t("addFailed") : undefined}
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
