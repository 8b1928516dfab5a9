import { type JSX, Show } from "solid-js";
import { isPhone } from "../../state/media.ts";

/** What a pane is called: where it is the only one, it is what the page is called. */
export function PaneTitle(props: { readonly class?: string; readonly children: JSX.Element }) {
  const name = () => `title ${props.class ?? ""}`;
  return (
    <Show when={isPhone()} fallback={<h2 class={name()}>{props.children}</h2>}>
      <h1 class={name()}>{props.children}</h1>
    </Show>
  );
}
