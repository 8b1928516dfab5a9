import "../../../styles/settings.css";
import "./desks.css";
import type { Desk } from "@yonder/client";
import { CopyButton } from "../../../components/copy-button.tsx";
import { QrCode } from "../../../components/qr-code.tsx";
import { t } from "../../../i18n/index.ts";

/** The link as text and code, and the line that shows it on a site (docs/widget.md). */
export function DeskLink(props: { readonly desk: Desk }) {
  const sites = () => props.desk.sites.map((site) => site.replace(/^https?:\/\//, "")).join(", ");
  return (
    <div class="desk-link">
      <QrCode text={props.desk.url} />
      <div class="stacked">
        <Passed label={t("contactLink")} text={props.desk.url} />
        <div>
          <Passed label={t("deskWidget")} text={widgetLine(props.desk)} />
          <p class="hint">{sites() ? t("deskSites", { sites: sites() }) : t("deskNoSites")}</p>
        </div>
      </div>
    </div>
  );
}

function Passed(props: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <span class="label" aria-hidden="true">
        {props.label}
      </span>
      <div class="copy">
        <input
          class="cut"
          readonly
          dir="ltr"
          aria-label={props.label}
          value={props.text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={props.text} />
      </div>
    </div>
  );
}

function widgetLine({ url, name }: Desk): string {
  const attributes = {
    src: `${new URL(url).origin}/widget.js`,
    "data-contact": name,
    "data-label": t("deskBubble"),
    "data-close": t("close"),
  };
  const written = Object.entries(attributes).map(([key, value]) => `${key}="${value.replaceAll('"', "&quot;")}"`);
  return `<script ${written.join(" ")} async></script>`;
}
