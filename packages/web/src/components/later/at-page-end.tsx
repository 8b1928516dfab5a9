import { type JSX, onCleanup } from "solid-js";
import { insert } from "solid-js/web";

/** What covers the page stands at its end: not within a form, or within another dialog. */
export function AtPageEnd(props: { readonly children: JSX.Element }) {
  const place = document.createElement("div");
  document.body.append(place);
  onCleanup(() => place.remove());
  insert(place, () => props.children);
  return null;
}
