import type { LineState } from "@yonder/client";
import { t } from "../../i18n/index.ts";
import type { Story } from "./travel-story.ts";

/** A step on the way, in words; `*` makes them stand out. */
export interface TravelStep {
  readonly title: string;
  readonly text: string;
  /** Milliseconds since the message left. */
  readonly at?: number | undefined;
  readonly tick?: "stored" | "reached";
  readonly isBack?: boolean;
}

/** The steps of a message's way; without a story, those of every message. */
export function stepsOf(story: Story | undefined, name: string, line: LineState["kind"] | undefined): TravelStep[] {
  if (!story) return everyWay();
  const bold = (node: string | undefined, otherwise: "yourServer" | "theirServer" | "groupServer") =>
    (node ?? t(otherwise)).replaceAll("*", "");
  const { at } = story;
  const sent: TravelStep = {
    title: t("went1", { node: bold(story.source, "yourServer") }),
    text: t(line === "polling" ? "went1Polling" : "went1WebSocket"),
    at: at.server,
  };
  if (story.kind === "group") {
    const group = bold(story.target, "groupServer");
    return [
      sent,
      { title: t("wentGroup2", { node: group, name }), text: t("travel2Text"), at: at.stored, tick: "stored" },
      { title: t("wentGroup3"), text: t("wentGroup3Text") },
      { title: t("went5"), text: t("travel5Text"), at: at.answered, isBack: true },
    ];
  }
  const stored: TravelStep = { title: t("travel2"), text: t("travel2Text"), at: at.stored, tick: "stored" };
  return [sent, stored, ...arrivalOf(story, name, bold(story.target, "theirServer")), ...answerOf(story)];
}

function arrivalOf(story: Story, name: string, node: string): TravelStep[] {
  const { at } = story;
  if (story.kind === "stranger") return [{ title: t("wentHidden"), text: t("wentHiddenText", { name }) }];
  if (story.kind === "away")
    return [
      { title: t("went3Away", { name }), text: t("directory"), at: at.lookedUp },
      { title: t("waitsFor", { name }), text: t("went4AwayText") },
    ];
  const device = t(DEVICES[story.device ?? "unknown"]);
  const isThere = at.delivered !== undefined;
  return [
    { title: t("went3", { name, node }), text: t("directory"), at: at.lookedUp },
    {
      title: t(isThere ? "went4" : "went4Sent", { name, device }),
      text: t(story.isSameNode ? "went4Same" : "targetNode"),
      at: at.delivered,
      ...(isThere && { tick: "reached" as const }),
    },
  ];
}

const DEVICES = { browser: "wentBrowser", app: "wentApp", unknown: "wentDevice" } as const;

function answerOf({ at }: Story): TravelStep[] {
  if (at.answered === undefined) return [];
  return [{ title: t("went5"), text: t("travel5Text"), at: at.answered, isBack: true }];
}

function everyWay(): TravelStep[] {
  return [
    { title: t("travel1"), text: t("travel1Text") },
    { title: t("travel2"), text: t("travel2Text"), tick: "stored" },
    { title: t("travel3"), text: t("travel3Text") },
    { title: t("travel4"), text: t("travel4Text"), tick: "reached" },
    { title: t("travel5"), text: t("travel5Text"), isBack: true },
  ];
}
