import "./travel.css";
import type { LineState, Message, Way } from "@yonder/client";
import { createEffect, createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { shortName } from "../../components/identity.ts";
import { Rich } from "../../components/rich.tsx";
import { Tick } from "../../components/tick.tsx";
import { formats, numberLocale, t } from "../../i18n/index.ts";
import { thisMinute } from "../../state/clock.ts";
import { useYonder } from "../../state/yonder.ts";
import { plainText } from "../chat/styling.ts";
import { line, setLine } from "./travel-line.ts";
import { TravelPicture } from "./travel-picture.tsx";
import { stepsOf } from "./travel-steps.ts";
import { lastOwn, type Story, storyOf } from "./travel-story.ts";
import { spanText, timeText } from "./travel-times.ts";

/** What is known of the last message. */
interface Travelled {
  readonly message: Message;
  readonly way: Way;
  readonly trip: number;
}

/** How often it is asked at most, ms. */
const PAUSE = 1_000;
const MOST_TEXT = 80;

/** How the last message travelled: the picture of the way, and the same in words. And how this connection is. */
export function Travel() {
  const yonder = useYonder();
  const [travelled, setTravelled] = createSignal<Travelled>();
  const isOnline = () => yonder.connection().kind === "online";
  const look = async () => {
    if (!isOnline()) return;
    const { engine } = yonder;
    const now = await engine.workings.line();
    setLine(now);
    const message = await lastOwn(engine);
    const way = message && (await engine.workings.wayOf(message.id));
    setTravelled(message && way && { message, way, trip: now.roundTrip });
  };
  // Whatever is new, and comes further, is looked at again.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lookSoon = (delay: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // Without a connection the next one is looked at.
      look().catch(() => undefined);
    }, delay);
  };
  onCleanup(() => clearTimeout(timer));
  createEffect(() => {
    if (isOnline()) lookSoon(0);
  });
  onCleanup(yonder.engine.on("message", ({ isOwn }) => isOwn && lookSoon(PAUSE)));

  const story = createMemo<Story | undefined>(() => {
    const known = travelled();
    return known && storyOf(known.way, known.trip);
  });
  const fullName = () => {
    const known = travelled();
    return known ? yonder.nameOf(known.message.peer) : t("they");
  };
  const name = () => (story()?.kind === "group" ? fullName() : shortName(fullName()));
  return (
    <>
      <h2>{t(story() ? "travelledTitle" : "travelTitle")}</h2>
      <p class="lead">
        <Show when={travelled()} fallback={t("travelLead")}>
          {(known) =>
            t("travelledLead", { text: said(known().message), name: fullName(), when: when(known().message.at) })
          }
        </Show>
      </p>
      <TravelPicture story={story()} name={name()} />
      <ol class="card steps-list">
        <For each={stepsOf(story(), name(), line()?.kind)}>
          {(step) => (
            <li class="item" classList={{ back: step.isBack ?? false }}>
              <span class="two">
                <span>
                  <Rich text={step.title} /> {step.tick && <Tick message={{ state: step.tick }} />}
                </span>
                <small>{step.text}</small>
              </span>
              <Show when={step.at !== undefined}>
                <span class="ms-col">{timeText(step.at ?? 0, numberLocale())}</span>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <section class="card">
        <div class="item">
          <Icon name="way" />
          <span class="two">
            <span>{t("thisConnection")}</span>
            <small>{isOnline() ? lineText(line()) : t("notConnected")}</small>
          </span>
        </div>
        <Show when={travelled()?.way.node}>
          {(node) => (
            <div class="item">
              <Icon name="device" />
              <span class="two">
                <span>{t("yourNode")}</span>
                <small>
                  <bdi>{node()}</bdi>
                </small>
              </span>
            </div>
          )}
        </Show>
        <div class="item">
          <Icon name="globe" />
          <span class="two">
            <span>{t("fallback")}</span>
            <small>{t("fallbackText")}</small>
          </span>
        </div>
      </section>
    </>
  );
}

function said({ body, file }: Message): string {
  const text = plainText(body || file?.name || "").replace(/\s+/g, " ");
  const letters = [...text];
  return letters.length <= MOST_TEXT ? text : `${letters.slice(0, MOST_TEXT - 1).join("")}…`;
}

function when(at: number): string {
  return `${formats().day(at, thisMinute())}, ${formats().time(at)}`;
}

function lineText(now: LineState | undefined): string {
  if (!now) return t("connectedFor");
  const parts = [
    `${t(now.kind === "websocket" ? "lineWebSocket" : "linePolling")}, ${t(now.isEncrypted ? "lineEncrypted" : "linePlain")}`,
    t("lineTrip", { time: timeText(now.roundTrip, numberLocale()) }),
    t("lineUp", { time: spanText(Math.max(0, thisMinute() - now.since), numberLocale()) }),
    now.breaks === 0 ? t("lineUnbroken") : t("lineBreaks", { count: now.breaks }),
  ];
  return parts.join(" · ");
}
