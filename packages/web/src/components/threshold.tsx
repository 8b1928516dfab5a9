import { type JSX, Show } from "solid-js";
import { Brand } from "./icon.tsx";
import { LanguageSelect } from "./language-select.tsx";

interface ThresholdProps {
  readonly children: JSX.Element;
  readonly foot: JSX.Element;
  /** A second column beside the form. */
  readonly aside?: JSX.Element;
}

/** The pages before the door: a landscape and one card. */
export function Threshold(props: ThresholdProps) {
  return (
    <div class="threshold">
      <header>
        <span class="wordmark">
          <Brand /> Yonder
        </span>
        <LanguageSelect />
      </header>
      <main>
        <div class="sheet" classList={{ two: Boolean(props.aside) }}>
          <div>{props.children}</div>
          <Show when={props.aside}>
            <div class="aside">{props.aside}</div>
          </Show>
        </div>
      </main>
      <footer>{props.foot}</footer>
      <Landscape />
    </div>
  );
}

function Landscape() {
  return (
    <>
      <i class="sunrise" />
      <svg class="land" viewBox="0 0 1280 320" preserveAspectRatio="none" aria-hidden="true">
        <path class="h1" d="M0 96C180 20 350 40 540 104S980 16 1280 92V320H0z" />
        <path class="h2" d="M0 168C240 92 420 196 660 160s420-70 620 16V320H0z" />
        <path class="h3" d="M0 236c300-60 620-4 860-20s320-20 420 6V320H0z" />
      </svg>
    </>
  );
}
