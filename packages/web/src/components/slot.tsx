import { type Component, Show } from "solid-js";

type SlotProps<Props extends object> = Props & { readonly of: Component<Props> | undefined };

/** A place for a component that comes later, and nothing until then. */
export function Slot<Props extends object>(props: SlotProps<Props>) {
  return (
    <Show when={props.of} keyed>
      {(Loaded) => <Loaded {...props} />}
    </Show>
  );
}
