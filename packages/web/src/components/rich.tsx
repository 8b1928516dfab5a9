import { For } from "solid-js";

/** A text of the catalogue whose `*words*` stand out. */
export function Rich(props: { readonly text: string }) {
  return <For each={props.text.split("*")}>{(part, index) => (index() % 2 ? <b>{part}</b> : part)}</For>;
}
