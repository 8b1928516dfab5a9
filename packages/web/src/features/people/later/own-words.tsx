import { createSignal, Show } from "solid-js";
import { ErrorLine, Field } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { Switch } from "../../../components/switch.tsx";
import { t } from "../../../i18n/index.ts";
import { createLoaded } from "../../../state/loaded.ts";
import { useYonder } from "../../../state/yonder.ts";

/** Settings: what we say of ourselves, at present and in general, and who sees name and picture. */
export function OwnWords() {
  const yonder = useYonder();
  const { people } = yonder.engine;
  const [isWriting, setWriting] = createSignal(false);
  const [status, setStatus] = createSignal("");
  const [typed, setTyped] = createSignal<string>();
  const [hasFailed, setFailed] = createSignal(false);
  const isOnline = () => yonder.connection().kind === "online";
  const [card, show] = createLoaded(async () => (isOnline() ? (await people.actions()).ownCard() : undefined));
  const about = () => typed() ?? card()?.about ?? "";
  const begin = () => {
    setStatus(yonder.people().status);
    setTyped(undefined);
    setFailed(false);
    setWriting(true);
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      const actions = await people.actions();
      if (status().trim() !== yonder.people().status) await actions.setStatus(status());
      if (typed() !== undefined && about() !== card()?.about) await actions.setAbout(about());
      show({ isShownToAll: card()?.isShownToAll ?? false, about: about() });
      setWriting(false);
    } catch {
      setFailed(true); // what was typed stays
    }
  };
  const showToAll = async (isShownToAll: boolean) => {
    const before = card();
    show({ about: before?.about ?? "", isShownToAll });
    setFailed(false);
    await people
      .actions()
      .then((actions) => actions.showToAll(isShownToAll))
      .catch(() => {
        show(before);
        setFailed(true);
      });
  };
  return (
    <>
      <Show
        when={isWriting()}
        fallback={
          <button type="button" class="item" onClick={begin}>
            <Icon name="edit" />
            <span class="two">
              <span>{t("editAbout")}</span>
              <small dir="auto">{[yonder.people().status, card()?.about].filter(Boolean).join(" · ")}</small>
            </span>
          </button>
        }
      >
        <form class="item" onSubmit={(event) => void save(event)}>
          <div class="grow stacked">
            <Field
              label={t("statusLabel")}
              hint={t("statusHint")}
              value={status()}
              onInput={setStatus}
              maxlength={200}
              isFocused
            />
            <Field label={t("aboutLabel")} hint={t("aboutHint")} value={about()} onInput={setTyped} maxlength={500} />
            <div class="acts-end">
              <button type="button" class="button line small" onClick={() => setWriting(false)}>
                {t("cancel")}
              </button>
              <button type="submit" class="button small">
                {t("save")}
              </button>
            </div>
          </div>
        </form>
      </Show>
      <Show when={card()}>
        {(known) => (
          <div class="item">
            <Icon name="eye" />
            <span class="two">
              <span>{t("showToAll")}</span>
              <small>{t("showToAllText")}</small>
            </span>
            <Switch label={t("showToAll")} isOn={known().isShownToAll} onChange={(isOn) => void showToAll(isOn)} />
          </div>
        )}
      </Show>
      <Show when={hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
    </>
  );
}
