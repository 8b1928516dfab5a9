import "../../styles/steps.css";
import "../../styles/details.css";
import "../../styles/settings.css";
import "../../i18n/later.ts";
import type { EngineApi } from "@yonder/client";
import { createSignal, For, Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { InviteLink } from "../../components/invite-link.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { Threshold } from "../../components/threshold.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { createLoaded } from "../../state/loaded.ts";
import { preferences } from "../../state/preferences.ts";
import { AccountForm } from "../invite/account-form.tsx";

interface FirstRunProps {
  readonly engine: EngineApi;
  readonly token: string;
  readonly domain: string;
  readonly onDone: () => void;
}

/** The first account of a new server, then how to bring the others. */
export function FirstRun(props: FirstRunProps) {
  const [isMade, setMade] = createSignal(false);
  return (
    <Show
      when={isMade()}
      fallback={
        <Threshold foot={t("firstRunFoot")} aside={<Steps current={0} />}>
          <h1>{t("firstRunTitle", { domain: props.domain })}</h1>
          <p class="lead">{t("firstRunLead")}</p>
          <AccountForm engine={props.engine} token={props.token} domain={props.domain} onDone={() => setMade(true)} />
        </Threshold>
      }
    >
      <BringOthers engine={props.engine} onDone={props.onDone} />
    </Show>
  );
}

function BringOthers(props: { readonly engine: EngineApi; readonly onDone: () => void }) {
  const [link] = createLoaded(() =>
    props.engine.links.invite({ name: preferences.ownName?.name ?? "" }).catch(() => ""),
  );
  const aside = () => (
    <>
      <Show when={link()}>{(text) => <QrCode text={text()} />}</Show>
      <Steps current={1} isShort />
    </>
  );
  return (
    <Threshold foot={t("doneFoot")} aside={aside()}>
      <h1>{t("doneTitle")}</h1>
      <p class="lead">{t("doneLead")}</p>
      <div class="form">
        <InviteLink link={link()} />
        <div class="card outlined">
          <div class="item">
            <Icon name="device" />
            <span class="two">
              <span>{t("nothingToInstall")}</span>
              <small>{t("nothingToInstallText")}</small>
            </span>
          </div>
        </div>
        <button type="button" class="button" onClick={() => props.onDone()}>
          {t("openConversations")}
        </button>
      </div>
    </Threshold>
  );
}

const STEPS: readonly (readonly [title: Key, text: Key])[] = [
  ["stepYou", "stepYouText"],
  ["stepOthers", "stepOthersText"],
  ["stepTalk", "stepTalkText"],
];

function Steps(props: { readonly current: number; readonly isShort?: boolean }) {
  return (
    <ol class="steps" classList={{ short: props.isShort ?? false }}>
      <For each={STEPS}>
        {([title, text], index) => (
          <li
            data-n={index() + 1}
            classList={{ done: index() < props.current }}
            aria-current={index() === props.current ? "step" : undefined}
          >
            <span>
              <b>{t(title)}</b>
              <Show when={index() < props.current}>
                <span class="sr">({t("stepDone")})</span>
              </Show>
              <Show when={!props.isShort}>
                <small>{t(text)}</small>
              </Show>
            </span>
          </li>
        )}
      </For>
    </ol>
  );
}
