import { createSignal, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { readPicture } from "./picture.ts";

interface PictureFieldProps {
  readonly address: string;
  readonly name: string;
  readonly picture: string | undefined;
  readonly onChange: (picture: string | undefined) => void;
}

/** The group's picture: chosen from a file, or none. */
export function PictureField(props: PictureFieldProps) {
  const [hasFailed, setFailed] = createSignal(false);
  let input!: HTMLInputElement;
  const choose = async () => {
    const file = input.files?.[0];
    if (!file) return;
    const picture = await readPicture(file).catch(() => undefined);
    setFailed(!picture);
    if (picture) props.onChange(picture);
  };
  return (
    <div class="picture-field">
      <Avatar address={props.address} name={props.name} isGroup picture={props.picture} size={4} />
      <span class="acts">
        <label class="button quiet small">
          {t("choosePicture")}
          <input ref={input} type="file" class="sr" accept="image/*" onChange={() => void choose()} />
        </label>
        <Show when={props.picture}>
          <button type="button" class="button line small" onClick={() => props.onChange(undefined)}>
            {t("noPicture")}
          </button>
        </Show>
      </span>
      <Show when={hasFailed()}>
        <ErrorLine text={t("pictureFailed")} />
      </Show>
    </div>
  );
}
