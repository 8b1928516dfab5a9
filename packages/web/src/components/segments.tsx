import { For, Show } from "solid-js";
import { Icon, type IconName } from "./icon.tsx";

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: IconName;
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A radio group in one line. Arrow keys move the choice, as in the browser's own. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const isMirrored = getComputedStyle(event.currentTarget as Element).direction === "rtl" && event.key.endsWith("t");
    const at = props.choices.findIndex((choice) => choice.value === props.value) + (isMirrored ? -step : step);
    const next = props.choices[(at + props.choices.length) % props.choices.length];
    if (next) props.onChange(next.value);
    (event.currentTarget as Element).querySelector<HTMLElement>("[aria-checked=true]")?.focus();
  };
  return (
    <div class="segments" role="radiogroup" aria-label={props.label} onKeyDown={move}>
      <For each={props.choices}>
        {(choice) => (
          <button
            type="button"
            role="radio"
            aria-checked={choice.value === props.value}
            tabindex={choice.value === props.value ? 0 : -1}
            onClick={() => props.onChange(choice.value)}
          >
            <Show when={choice.icon}>{(icon) => <Icon name={icon()} isSmall />}</Show>
            {choice.label}
          </button>
        )}
      </For>
    </div>
  );
}
