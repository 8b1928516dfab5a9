import type { PeopleActions } from "@yonder/client";
import { createSignal, Show } from "solid-js";
import { ErrorLine, Field } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { CropDialog } from "./crop-dialog.tsx";

/** Settings: our own name and picture, as contacts see them. */
export function OwnProfile() {
  const yonder = useYonder();
  const [isNaming, setNaming] = createSignal(false);
  const [name, setName] = createSignal("");
  const [source, setSource] = createSignal<ImageBitmap>();
  const [error, setError] = createSignal<"addFailed" | "pictureFailed">();
  let input!: HTMLInputElement;
  const act = async (action: (actions: PeopleActions) => Promise<void>) => {
    setError(undefined);
    await yonder.engine.people
      .actions()
      .then(action)
      .catch(() => setError("addFailed"));
  };
  const choose = async () => {
    const file = input.files?.[0];
    if (!file) return;
    setError(undefined);
    const picture = await createImageBitmap(file).catch(() => undefined);
    input.value = "";
    if (picture) setSource(picture);
    else setError("pictureFailed");
  };
  const begin = () => {
    setName(yonder.nameOf(yonder.address()));
    setNaming(true);
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const next = name().trim();
    if (next) await act((actions) => actions.setName(next));
    if (!error()) setNaming(false);
  };
  return (
    <>
      <Show
        when={isNaming()}
        fallback={
          <div class="item">
            <Icon name="person" />
            <span class="acts">
              <label class="button quiet small">
                {t("choosePicture")}
                <input ref={input} type="file" class="sr" accept="image/*" onChange={() => void choose()} />
              </label>
              <Show when={yonder.people().pictureOf(yonder.address())}>
                <button
                  type="button"
                  class="button line small"
                  onClick={() => void act((actions) => actions.setPicture(undefined))}
                >
                  {t("noPicture")}
                </button>
              </Show>
              <button type="button" class="button quiet small" onClick={begin}>
                {t("changeName")}
              </button>
            </span>
          </div>
        }
      >
        <form class="item" onSubmit={(event) => void save(event)}>
          <div class="grow">
            <Field
              label={t("yourName")}
              hint={t("ownNameHint")}
              value={name()}
              onInput={setName}
              maxlength={100}
              isFocused
            />
          </div>
          <button type="submit" class="button small">
            {t("save")}
          </button>
        </form>
      </Show>
      <Show when={error()}>{(key) => <ErrorLine text={t(key())} />}</Show>
      <Show when={source()} keyed>
        {(picture) => (
          <CropDialog
            picture={picture}
            onDone={(cut) => void act((actions) => actions.setPicture(cut))}
            onClose={() => setSource(undefined)}
          />
        )}
      </Show>
    </>
  );
}
