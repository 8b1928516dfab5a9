import { createSignal, Show } from "solid-js";
import { CopyButton } from "../../components/copy-button.tsx";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { Switch } from "../../components/switch.tsx";
import { t } from "../../i18n/index.ts";
import { createLoaded } from "../../state/loaded.ts";
import { useYonder } from "../../state/yonder.ts";

/** The link by which people without an account write to us; nothing where the server lets none in. */
export function ContactLinkCard() {
  const { engine, nameOf, address } = useYonder();
  const [link, show] = createLoaded(() => engine.links.contactLink().catch(() => undefined));
  const [name, setName] = createSignal<string>();
  const [isFailed, setFailed] = createSignal(false);
  const shown = () => name() ?? (link()?.name || nameOf(address()));
  const write = async (isOpen: boolean, hasPicture = link()?.hasPicture ?? false) => {
    const before = link();
    if (!before) return;
    show({ ...before, isOpen, hasPicture, name: shown() });
    setFailed(false);
    try {
      await engine.links.contactLink(isOpen ? { name: shown(), hasPicture } : null);
    } catch {
      // Not done: the switch says so.
      show(before);
      setFailed(true);
    }
  };
  return (
    <Show when={link()}>
      {(known) => (
        <section class="card">
          <div class="item">
            <Icon name="person" />
            <span class="two">
              <span>{t("contactLink")}</span>
              <small role={isFailed() ? "alert" : undefined}>{t(isFailed() ? "unreachable" : "contactLinkText")}</small>
            </span>
            <Switch label={t("contactLink")} isOn={known().isOpen} onChange={(isOn) => void write(isOn)} />
          </div>
          <Show when={known().isOpen}>
            <div class="item pass-on">
              <QrCode text={known().url} />
              <form
                class="grow stacked"
                onSubmit={(event) => {
                  event.preventDefault();
                  void write(true);
                }}
              >
                <div class="copy">
                  <input
                    class="cut"
                    readonly
                    dir="ltr"
                    aria-label={t("contactLink")}
                    value={known().url}
                    onFocus={(event) => event.currentTarget.select()}
                  />
                  <CopyButton text={known().url} />
                </div>
                <Field label={t("contactLinkName")} value={shown()} onInput={setName} maxlength={100}>
                  <Show when={shown() !== known().name && shown().trim() !== ""}>
                    <button type="submit" class="button quiet small">
                      {t("save")}
                    </button>
                  </Show>
                </Field>
              </form>
            </div>
            <div class="item">
              <Icon name="person" />
              <span class="two">
                <span>{t("contactLinkPicture")}</span>
              </span>
              <Switch
                label={t("contactLinkPicture")}
                isOn={known().hasPicture}
                onChange={(isOn) => void write(true, isOn)}
              />
            </div>
          </Show>
        </section>
      )}
    </Show>
  );
}
