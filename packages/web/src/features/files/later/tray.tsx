import { createSignal, For, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { attachedTo, detach, isSmaller, limit, setSmaller } from "./attached.ts";
import { FileName } from "./file-name.tsx";
import { bytes } from "./sizes.ts";

/** Above the composer: what is about to be sent. */
export function Tray(props: { readonly peer: string }) {
  const { engine } = useYonder();
  const items = () => attachedTo(props.peer);
  const why = () => (limit() === 0 ? t("noFilesHere") : t("tooLarge", { size: bytes(limit() ?? 0) }));
  return (
    <div class="tray">
      <ul aria-label={t("filesToSend")}>
        <For each={items()}>
          {(one) => (
            <li>
              <span class="tile">
                <Show when={one.url} fallback={<Icon name="file" />}>
                  {(url) => <TilePicture url={url()} />}
                </Show>
              </span>
              <span class="two">
                <FileName name={one.name} />
                <small classList={{ wrong: one.isTooLarge }}>{one.isTooLarge ? why() : bytes(one.size)}</small>
              </span>
              <IconButton
                icon="x"
                label={t("dontSend", { name: one.name })}
                onPress={() => detach(engine, props.peer, one.key)}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={items().some(({ url }) => url)}>
        <label class="smaller">
          <input type="checkbox" checked={isSmaller()} onChange={(event) => setSmaller(event.currentTarget.checked)} />
          {t("sendSmaller")}
        </label>
      </Show>
    </div>
  );
}

/** A picture that this browser cannot read is a file like others. */
function TilePicture(props: { readonly url: string }) {
  const [isBroken, setBroken] = createSignal(false);
  return (
    <Show when={!isBroken()} fallback={<Icon name="file" />}>
      <img src={props.url} alt="" onError={() => setBroken(true)} />
    </Show>
  );
}
