import { For } from "solid-js";

const HEIGHT = 28;
const STEP = 4;

/** Loudness over time, as bars; those before `played`, from 0 to 1, stand out. */
export function Wave(props: { readonly bars: readonly number[]; readonly played: number }) {
  return (
    <svg
      class="wave"
      viewBox={`0 0 ${props.bars.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <For each={props.bars}>
        {(loudness, index) => (
          <rect
            classList={{ p: index() < props.played * props.bars.length }}
            x={index() * STEP}
            y={(HEIGHT - heightOf(loudness)) / 2}
            width="2.4"
            height={heightOf(loudness)}
            rx="1.2"
          />
        )}
      </For>
    </svg>
  );
}

function heightOf(loudness: number): number {
  return 3 + Math.min(1, Math.max(0, loudness)) * (HEIGHT - 5);
}
