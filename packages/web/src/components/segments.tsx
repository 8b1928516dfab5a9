import { createUniqueId, For, Show } from "solid-js";
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

/** A radio group in one line. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const name = createUniqueId();
  return (
    <fieldset class="segments">
      <legend class="sr">{props.label}</legend>
      <For each={props.choices}>
        {(choice) => (
          <label>
            <input
              class="sr"
              type="radio"
              name={name}
              checked={choice.value === props.value}
              onChange={() => props.onChange(choice.value)}
            />
            <Show when={choice.icon}>{(icon) => <Icon name={icon()} isSmall />}</Show>
            {choice.label}
          </label>
        )}
      </For>
    </fieldset>
  );
}
