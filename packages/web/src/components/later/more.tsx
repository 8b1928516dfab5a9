import { onCleanup, onMount } from "solid-js";

/** At the end of a long list: more of it is drawn when one comes here. */
export function More(props: { readonly onSeen: () => void }) {
  let end!: HTMLLIElement;
  onMount(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) props.onSeen();
    });
    observer.observe(end);
    onCleanup(() => observer.disconnect());
  });
  return <li ref={end} aria-hidden="true" style={{ "block-size": "1px" }} />;
}
