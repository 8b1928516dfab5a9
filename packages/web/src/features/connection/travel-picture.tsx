import { t } from "../../i18n/index.ts";

/** You, your server, the status directory, their server, their device; and the answer back. Two drawings, one for a phone. */
export function TravelPicture() {
  return (
    <>
      <svg class="way not-phone" viewBox="0 0 680 268" role="img" aria-label={t("travelPicture")}>
        <g class="drawn">
          <rect x="8" y="149" width="664" height="2.5" rx="1.25" fill="url(#hz)" />
          <path class="go" d="M86 136C124 92 192 92 230 136" />
          <path class="go" d="M272 138C316 112 370 112 414 138" />
          <path class="go" d="M456 136C494 92 560 92 595 132" />
          <path class="ask" d="M246 126C246 78 276 50 318 46" />
          <path class="ask" d="M326 66C300 74 276 96 264 128" />
          <path class="ack" d="M610 174C560 268 120 268 70 174" />
          <path class="ack head" d="m68 184 1-12 11 5" />
          <path class="go" d="m221 134 10 3 2-11M405 137l10 2-1-10M585 131l11 3 1-11" />
          <circle class="st" cx="65" cy="150" r="22" />
          <path class="ic" d="M55 142h20v14H55zM55 146h20" />
          <circle class="st" cx="251" cy="150" r="22" />
          <path class="ic" d="M242 142h18v6h-18zM242 151h18v6h-18zM245 145h.1M245 154h.1" />
          <circle class="st" cx="435" cy="150" r="22" />
          <path class="ic" d="M426 142h18v6h-18zM426 151h18v6h-18zM429 145h.1M429 154h.1" />
          <circle class="st end" cx="615" cy="150" r="22" />
          <path class="ic" d="M609 139h12v22h-12zM613.5 157h3" />
          <circle class="st dir" cx="343" cy="48" r="22" />
          <circle class="ic" cx="343" cy="48" r="9.5" />
          <path class="ic" d="m347 44-2.5 6.5-6 2 2.5-6.5z" />
          <rect class="pill" x="232" y="232" width="216" height="26" rx="13" />
        </g>
        <Words x={65} y={98} title={t("you")} text={t("thisBrowserShort")} />
        <Words x={251} y={194} title={t("yourServer")} text={t("sourceNode")} />
        <Words x={435} y={194} title={t("theirServer")} text={t("targetNode")} />
        <Words x={615} y={98} title={t("they")} text={t("theirDevice")} />
        <text x="343" y="13">
          {t("directory")}
        </text>
        <text class="t2" x="436" y="44">
          {t("whereAre")}
        </text>
        <text class="t2" x="436" y="60">
          {t("onNode")}
        </text>
        <text class="ms answer" x="340" y="249">
          {t("answerBack")}
        </text>
      </svg>
      <svg class="way only-phone" viewBox="0 0 358 236" role="img" aria-label={t("travelPicture")}>
        <g class="drawn">
          <rect x="2" y="137" width="354" height="2.5" rx="1.25" fill="url(#hz)" />
          <path class="go" d="M44 122C62 98 92 98 110 122" />
          <path class="go" d="M150 124c16-14 42-14 58 0" />
          <path class="go" d="M248 122c18-24 48-24 66 0" />
          <path class="ask" d="M128 114c0-40 16-62 30-66" />
          <path class="ask" d="M164 66c-12 8-20 22-22 50" />
          <path class="ack" d="M326 160C300 238 58 238 32 160" />
          <path class="ack head" d="m30 170 1-11 10 5" />
          <path class="go" d="m102 120 9 3 1-10M200 123l9 2-1-9M306 120l9 3 1-10" />
          <circle class="st" cx="30" cy="138" r="20" />
          <path class="ic" d="M20 130h20v14H20zM20 134h20" />
          <circle class="st" cx="130" cy="138" r="20" />
          <path class="ic" d="M121 130h18v6h-18zM121 139h18v6h-18z" />
          <circle class="st" cx="228" cy="138" r="20" />
          <path class="ic" d="M219 130h18v6h-18zM219 139h18v6h-18z" />
          <circle class="st end" cx="328" cy="138" r="20" />
          <path class="ic" d="M322 127h12v22h-12zM326.5 145h3" />
          <circle class="st dir" cx="179" cy="46" r="20" />
          <circle class="ic" cx="179" cy="46" r="9" />
          <path class="ic" d="m183 42-2.5 6.5-6 2 2.5-6.5z" />
          <rect class="pill" x="79" y="207" width="200" height="24" rx="12" />
        </g>
        <text x="30" y="98">
          {t("you")}
        </text>
        <text x="328" y="98">
          {t("they")}
        </text>
        <Words x={130} y={178} title={t("yourServer")} text={t("sourceNode")} />
        <Words x={228} y={178} title={t("theirServer")} text={t("targetNode")} />
        <text x="179" y="14">
          {t("directory")}
        </text>
        <text class="ms answer" x="179" y="223">
          {t("answerBack")}
        </text>
      </svg>
    </>
  );
}

function Words(props: { readonly x: number; readonly y: number; readonly title: string; readonly text: string }) {
  return (
    <>
      <text x={props.x} y={props.y}>
        {props.title}
      </text>
      <text class="t2" x={props.x} y={props.y + 16}>
        {props.text}
      </text>
    </>
  );
}
