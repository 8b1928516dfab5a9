import { type JSX, Show } from "solid-js";
import { numberLocale, t } from "../../i18n/index.ts";
import type { Story } from "./travel-story.ts";
import { millisecondsText, timeText } from "./travel-times.ts";

interface PictureProps {
  /** Of one message; else it is the way of all of them. */
  readonly story: Story | undefined;
  /** Whom it was for. */
  readonly name: string;
}

/** You, your server, the status directory, their server, their device; and the answer back. Two drawings, one for a phone. */
export function TravelPicture(props: PictureProps) {
  const label = () => pictureLabel(props);
  return (
    <div class="way-place" data-kind={props.story?.kind}>
      <svg
        class="way not-phone"
        viewBox={hasDirectory(props.story) ? "0 0 680 268" : "0 66 680 202"}
        role="img"
        aria-label={label()}
      >
        <g class="drawn">
          <rect x="8" y="149" width="664" height="2.5" rx="1.25" fill="url(#hz)" />
          <path class="go one" pathLength="1" d="M86 136C124 92 192 92 230 136" />
          <path class="go two" pathLength="1" d="M272 138C316 112 370 112 414 138" />
          <path class="go three" pathLength="1" d="M456 136C494 92 560 92 595 132" />
          <path class="ask" d="M246 126C246 78 276 50 318 46" />
          <path class="ask" d="M326 66C300 74 276 96 264 128" />
          <path class="ack" d="M610 174C560 268 120 268 70 174" />
          <path class="ack head" d="m68 184 1-12 11 5" />
          <path class="go one head" d="m221 134 10 3 2-11" />
          <path class="go two head" d="M405 137l10 2-1-10" />
          <path class="go three head" d="M585 131l11 3 1-11" />
          <circle class="st" cx="65" cy="150" r="22" />
          <path class="ic" d="M55 142h20v14H55zM55 146h20" />
          <circle class="st" cx="251" cy="150" r="22" />
          <path class="ic" d="M242 142h18v6h-18zM242 151h18v6h-18zM245 145h.1M245 154h.1" />
          <circle class="st there" cx="435" cy="150" r="22" />
          <path class="ic there" d="M426 142h18v6h-18zM426 151h18v6h-18zM429 145h.1M429 154h.1" />
          <circle class="st end" cx="615" cy="150" r="22" />
          <path class="ic end" d={endIcon(props.story, 615, 150)} />
          <circle class="st dir" cx="343" cy="48" r="22" />
          <circle class="ic dir" cx="343" cy="48" r="9.5" />
          <path class="ic dir" d="m347 44-2.5 6.5-6 2 2.5-6.5z" />
          <rect class="pill" x="232" y="232" width="216" height="26" rx="13" />
        </g>
        <Words x={65} y={98} title={t("you")} text={t("thisBrowserShort")} />
        <Words x={251} y={194} title={props.story?.source ?? t("yourServer")} text={t("sourceNode")} />
        <Words class="there" x={435} y={194} title={targetName(props.story)} text={targetText(props.story)} />
        <Words class="end" x={615} y={98} title={cut(props.name)} text={t(endText(props.story))} />
        <g class="dir">
          <text x="343" y="13">
            {t("directory")}
          </text>
          <text class="t2" x="446" y="44">
            {props.story ? t("whereIs", { name: cut(props.name, 12) }) : t("whereAre")}
          </text>
          <text class="t2" x="446" y="60">
            {directoryAnswer(props.story)}
          </text>
        </g>
        <Show when={props.story}>
          {(story) => (
            <>
              <Time class="one" x={158} y={92} time={story().parts.toServer} />
              <Time class="two" x={343} y={110} time={story().parts.toNode} />
              <Time class="three" x={528} y={92} time={story().parts.toDevice} />
              <Time class="dir" x={230} y={76} time={story().parts.lookUp} />
            </>
          )}
        </Show>
        <text class="ms answer" x="340" y="249">
          {answerText(props)}
        </text>
      </svg>
      <svg
        class="way only-phone"
        viewBox={hasDirectory(props.story) ? "0 0 358 236" : "0 74 358 162"}
        role="img"
        aria-label={label()}
      >
        <g class="drawn">
          <rect x="2" y="137" width="354" height="2.5" rx="1.25" fill="url(#hz)" />
          <path class="go one" pathLength="1" d="M44 122C62 98 92 98 110 122" />
          <path class="go two" pathLength="1" d="M150 124c16-14 42-14 58 0" />
          <path class="go three" pathLength="1" d="M248 122c18-24 48-24 66 0" />
          <path class="ask" d="M128 114c0-40 16-62 30-66" />
          <path class="ask" d="M164 66c-12 8-20 22-22 50" />
          <path class="ack" d="M326 160C300 238 58 238 32 160" />
          <path class="ack head" d="m30 170 1-11 10 5" />
          <path class="go one head" d="m102 120 9 3 1-10" />
          <path class="go two head" d="M200 123l9 2-1-9" />
          <path class="go three head" d="M306 120l9 3 1-10" />
          <circle class="st" cx="30" cy="138" r="20" />
          <path class="ic" d="M20 130h20v14H20zM20 134h20" />
          <circle class="st" cx="130" cy="138" r="20" />
          <path class="ic" d="M121 130h18v6h-18zM121 139h18v6h-18z" />
          <circle class="st there" cx="228" cy="138" r="20" />
          <path class="ic there" d="M219 130h18v6h-18zM219 139h18v6h-18z" />
          <circle class="st end" cx="328" cy="138" r="20" />
          <path class="ic end" d={endIcon(props.story, 328, 138)} />
          <circle class="st dir" cx="179" cy="46" r="20" />
          <circle class="ic dir" cx="179" cy="46" r="9" />
          <path class="ic dir" d="m183 42-2.5 6.5-6 2 2.5-6.5z" />
          <rect class="pill" x="79" y="207" width="200" height="24" rx="12" />
        </g>
        <text x="30" y="98">
          {t("you")}
        </text>
        <text class="end" x="328" y="98">
          {cut(props.name, 8)}
        </text>
        <Words x={130} y={178} title={cut(props.story?.source ?? t("yourServer"), 13)} text={t("sourceShort")} />
        <Words
          class="there"
          x={228}
          y={178}
          title={cut(targetName(props.story), 13)}
          text={targetText(props.story, true)}
        />
        <text class="dir" x="179" y="14">
          {t("directory")}
        </text>
        <Show when={props.story}>
          {(story) => (
            <>
              <Time class="one" isShort x={77} y={94} time={story().parts.toServer} />
              <Time class="two" isShort x={179} y={106} time={story().parts.toNode} />
              <Time class="three" isShort x={281} y={94} time={story().parts.toDevice} />
              <Time class="dir" isShort x={112} y={72} time={story().parts.lookUp} />
            </>
          )}
        </Show>
        <text class="ms answer" x="179" y="223">
          {answerText(props)}
        </text>
      </svg>
    </div>
  );
}

interface WordsProps {
  readonly class?: string;
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly text: string;
}

function Words(props: WordsProps): JSX.Element {
  return (
    <g class={props.class}>
      <text x={props.x} y={props.y}>
        {cut(props.title, 20)}
      </text>
      <text class="t2" x={props.x} y={props.y + 16}>
        {props.text}
      </text>
    </g>
  );
}

interface TimeProps {
  readonly class: string;
  readonly x: number;
  readonly y: number;
  readonly time: number | undefined;
  readonly isShort?: boolean;
}

function Time(props: TimeProps): JSX.Element {
  return (
    <Show when={props.time !== undefined}>
      <text class={`ms ${props.class}`} x={props.x} y={props.y}>
        {(props.isShort ? millisecondsText : timeText)(props.time ?? 0, numberLocale())}
      </text>
    </Show>
  );
}

/** What we may not see, or is not asked, is not drawn. */
function hasDirectory(story: Story | undefined): boolean {
  return story?.kind !== "group" && story?.kind !== "stranger";
}

function targetName(story: Story | undefined): string {
  if (story?.kind === "group") return story.target ?? t("groupServer");
  return story?.target ?? t("theirServer");
}

function targetText(story: Story | undefined, isShort = false): string {
  if (story?.isSameNode) return t("sameNode");
  if (story?.kind === "group") return t("keepsGroup");
  return t(isShort ? "targetShort" : "targetNode");
}

function endText(story: Story | undefined): "theirBrowser" | "theirApp" | "theirDevice" | "everyDevice" {
  if (story?.kind === "group") return "everyDevice";
  if (story?.device === "browser") return "theirBrowser";
  return story?.device === "app" ? "theirApp" : "theirDevice";
}

/** A window for a browser, people for a group, else a phone; around the middle. */
function endIcon(story: Story | undefined, x: number, y: number): string {
  if (story?.kind === "group")
    return `M${x - 10} ${y + 8}a6 6 0 0 1 12 0M${x - 4} ${y - 3}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M${x + 4} ${y + 2}a6 6 0 0 1 7 6M${x + 4} ${y - 7}a4 4 0 0 1 0 8`;
  if (story?.device === "browser") return `M${x - 10} ${y - 8}h20v14h-20zM${x - 10} ${y - 4}h20`;
  return `M${x - 6} ${y - 11}h12v22h-12zM${x - 1.5} ${y + 7}h3`;
}

function directoryAnswer(story: Story | undefined): string {
  if (story?.kind === "away") return t("onNoNode");
  return story?.target ? t("onThisNode", { node: story.target }) : t("onNode");
}

function answerText({ story, name }: PictureProps): string {
  if (!story) return t("answerBack");
  if (story.kind === "away") return t("waitsFor", { name: cut(name) });
  const { answered } = story.at;
  if (answered === undefined) return t("noAnswerYet");
  return t("answerAfter", { time: timeText(answered, numberLocale()) });
}

function pictureLabel({ story, name }: PictureProps): string {
  if (!story || story.kind === "stranger" || story.kind === "group") return t("travelPicture");
  if (story.kind === "away") return t("waitsFor", { name });
  const time = timeText(story.at.answered ?? story.at.delivered ?? story.at.server, numberLocale());
  const [source, target] = [story.source ?? t("yourServer"), story.target ?? t("theirServer")];
  return t("travelPictureOf", { source, target, name, time });
}

function cut(text: string, most = 16): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
