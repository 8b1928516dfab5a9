import "../../styles/steps.css";
import "../../styles/details.css";
import "../../i18n/later.ts";
import type { EngineApi } from "@yonder/client";
import { Vista } from "../../components/icon.tsx";
import { Threshold } from "../../components/threshold.tsx";
import { t } from "../../i18n/index.ts";
import { AccountForm } from "./account-form.tsx";

interface InviteProps {
  readonly engine: EngineApi;
  readonly token: string;
  readonly domain: string;
  readonly onDone: () => void;
  readonly onSignIn: () => void;
}

/** What an invitation opens: the way to an account. */
export function Invite(props: InviteProps) {
  return (
    <Threshold
      foot={
        <button type="button" class="foot-link" onClick={() => props.onSignIn()}>
          {t("haveAddress")}
        </button>
      }
    >
      <div class="portrait">
        <Vista />
        <h1>{t("inviteTitle", { domain: props.domain })}</h1>
        <p class="lead">{t("inviteLead")}</p>
      </div>
      <AccountForm
        engine={props.engine}
        token={props.token}
        domain={props.domain}
        onDone={props.onDone}
        mayHavePasskey
      />
      <p class="hint centred">
        {t("inviteFoot")} <a href={appLink(props.domain, props.token)}>{t("inviteApp")}</a>
      </p>
    </Threshold>
  );
}

/** What an XMPP app makes an account with (XEP-0401 §5.4). */
function appLink(domain: string, token: string): string {
  return `xmpp:${domain}?register;preauth=${encodeURIComponent(token)}`;
}
