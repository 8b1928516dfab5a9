import { type Component, createSignal, type JSX, Show } from "solid-js";

/** A component whose code is fetched when it is first shown. `Meanwhile` keeps its place. */
export function onDemand<Props extends object>(
  load: () => Promise<Component<Props>>,
  Meanwhile?: () => JSX.Element,
): Component<Props> {
  const [loaded, setLoaded] = createSignal<Component<Props>>();
  let isAsked = false;
  const ask = () => {
    isAsked = true;
    load().then(
      (component) => setLoaded(() => component),
      () => {
        // Without a connection there is none of it: the next one to be shown asks again.
        isAsked = false;
      },
    );
  };
  return (props) => {
    if (!isAsked) ask();
    return (
      <Show when={loaded()} keyed fallback={Meanwhile?.()}>
        {(Loaded) => <Loaded {...props} />}
      </Show>
    );
  };
}
