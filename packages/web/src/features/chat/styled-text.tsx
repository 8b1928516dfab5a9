import type { GroupMember } from "@yonder/client";
import {
  createContext,
  createMemo,
  createSignal,
  For,
  type JSX,
  type ParentComponent,
  Show,
  useContext,
} from "solid-js";
import { copyText, createFlash } from "../../components/copy-button.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { t } from "../../i18n/index.ts";
import { cutAtCalls } from "./called.ts";
import { findLinks } from "./links.ts";
import { beginningOf } from "./long-text.ts";
import { type Block, parseStyling, type Span, type SpanKind } from "./styling.ts";

/** Who may be called by name where the text stands. */
export const People = createContext<() => readonly GroupMember[] | undefined>(() => undefined);

interface StyledTextProps {
  readonly body: string;
  readonly isJumbo: boolean;
  /** Time and tick: they stand at the end of the text. */
  readonly children: JSX.Element;
}

/** A message's text with its styling (XEP-0393), made of DOM nodes one by one: nothing in it is read as HTML. */
export function StyledText(props: StyledTextProps) {
  const [isWhole, setWhole] = createSignal(false);
  const beginning = () => (isWhole() ? undefined : beginningOf(props.body));
  const blocks = createMemo(() => (props.isJumbo ? [] : parseStyling(beginning() ?? props.body)));
  const endsInText = () => blocks().at(-1)?.kind === "text";
  return (
    <Show
      when={!props.isJumbo}
      fallback={
        <>
          <p class="jumbo" dir="auto">
            {props.body.trim()}
          </p>
          <p class="tail">{props.children}</p>
        </>
      }
    >
      <For each={blocks()}>
        {(block, index) => (
          <BlockView block={block} end={endsInText() && index() === blocks().length - 1 ? props.children : undefined} />
        )}
      </For>
      <Show when={beginning()}>
        <button
          type="button"
          class="text-button"
          onClick={(event) => {
            event.currentTarget.closest<HTMLElement>(".bubble")?.focus({ preventScroll: true });
            setWhole(true);
          }}
        >
          {t("readOn")}
        </button>
      </Show>
      <Show when={!endsInText()}>
        <p class="tail">{props.children}</p>
      </Show>
    </Show>
  );
}

function BlockView(props: { readonly block: Block; readonly end?: JSX.Element }) {
  const { block } = props;
  if (block.kind === "code") return <CodeBox text={block.text} />;
  if (block.kind === "quote") {
    return (
      <blockquote class="said" dir="auto">
        <For each={block.blocks}>{(inner) => <BlockView block={inner} />}</For>
      </blockquote>
    );
  }
  return (
    <p class="lines" dir="auto">
      <For each={block.lines}>
        {(line, index) => (
          <>
            {index() > 0 ? "\n" : ""}
            <Spans spans={line} />
          </>
        )}
      </For>
      {props.end}
    </p>
  );
}

const STYLES: Readonly<Record<SpanKind, ParentComponent>> = {
  strong: (props) => <strong>{props.children}</strong>,
  emphasis: (props) => <em>{props.children}</em>,
  strike: (props) => <s>{props.children}</s>,
  code: (props) => <code>{props.children}</code>,
};

function Spans(props: { readonly spans: readonly Span[]; readonly isCode?: boolean }) {
  return (
    <For each={props.spans}>
      {(span) => {
        if (typeof span === "string") return props.isCode ? span : <Linked text={span} />;
        const Style = STYLES[span.kind];
        return (
          <Style>
            <Spans spans={span.spans} isCode={span.kind === "code"} />
          </Style>
        );
      }}
    </For>
  );
}

function Linked(props: { readonly text: string }) {
  return (
    <For each={findLinks(props.text)}>
      {(piece) =>
        typeof piece === "string" ? (
          <Called text={piece} />
        ) : (
          <>
            <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
              {piece.text}
            </a>
            {piece.host && ` (${piece.host})`}
          </>
        )
      }
    </For>
  );
}

function Called(props: { readonly text: string }) {
  const people = useContext(People);
  const callable = () => (props.text.includes("@") ? people() : undefined);
  return <For each={cutAtCalls(props.text, callable())}>{(part, at) => (at() % 2 === 1 ? <b>{part}</b> : part)}</For>;
}

function CodeBox(props: { readonly text: string }) {
  const [isDone, flash] = createFlash();
  const copy = async () => {
    if (await copyText(props.text)) flash();
  };
  return (
    <div class="code-box">
      {/* A box that scrolls must be reachable with the keyboard. */}
      <pre class="code" tabindex="0">
        <code>{props.text}</code>
      </pre>
      <IconButton
        icon={isDone() ? "check" : "copy"}
        label={t(isDone() ? "copied" : "copyCode")}
        onPress={() => void copy()}
      />
    </div>
  );
}
