import "../../styles/steps.css";
import "../../styles/details.css";
import "../../i18n/later.ts";
import type { EngineApi } from "@yonder/client";
import { Show } from "solid-js";
import { localPart } from "../../components/identity.ts";
import { Threshold } from "../../components/threshold.tsx";
import { formats, t } from "../../i18n/index.ts";
import { createLoaded } from "../../state/loaded.ts";
import { preferences } from "../../state/preferences.ts";
import { go } from "../../state/route.ts";
import { AccountForm } from "./account-form.tsx";
import { arrive, askForArrival, isGroup } from "./arrival.ts";
import { readInvitation } from "./guest-pass.ts";
import { InviteHead } from "./invite-head.tsx";

interface InviteProps {
  readonly engine: EngineApi;
  readonly token: string;
  readonly domain: string;
  readonly onDone: () => void;
  /** Resolves when whoever is signed in here is inside, or is asked who they are. */
  readonly onSignIn: () => Promise<void>;
}

/** What an invitation opens: the way to an account. */
export function Invite(props: InviteProps) {
  const [arrival] = createLoaded(() => askForArrival(props.engine, props.token));
  const token = () => readInvitation(props.token).token;
  const until = () => arrival()?.notice?.expires;
  const enter = async () => {
    const here = arrival();
    const name = preferences.ownName?.name || localPart(props.engine.address);
    props.onDone();
    // A group that cannot be entered now waits among the requests.
    if (here) await arrive(props.engine, here, name).catch(() => {});
  };
  /** Who has an address is asked into the group all the same. */
  const goOn = async () => {
    const { notice } = arrival() ?? {};
    await props.onSignIn();
    if (notice?.to && isGroup(notice)) go({ pane: "list", group: notice.to }, { replace: true });
  };
  return (
    <Threshold
      foot={
        <>
          <Show when={until()}>{(at) => <p>{t("inviteUntil", { date: formats().full(at()) })}</p>}</Show>
          <button type="button" class="foot-link" onClick={() => void goOn()}>
            {t("haveAddress")}
          </button>
        </>
      }
    >
      <InviteHead domain={props.domain} arrival={arrival()} />
      <AccountForm
        engine={props.engine}
        token={token()}
        domain={props.domain}
        onDone={() => void enter()}
        mayHavePasskey
      />
      <p class="hint centred">
        {t("inviteFoot")} <a href={appLink(props.domain, token())}>{t("inviteApp")}</a>
      </p>
    </Threshold>
  );
}

/** What an XMPP app makes an account with (XEP-0401 §5.4). */
function appLink(domain: string, token: string): string {
  return `xmpp:${domain}?register;preauth=${encodeURIComponent(token)}`;
}
