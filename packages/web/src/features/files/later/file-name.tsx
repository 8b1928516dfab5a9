import { splitName } from "./sizes.ts";

/** A name in one line, whose ending is always there. */
export function FileName(props: { readonly name: string }) {
  const parts = () => splitName(props.name);
  return (
    <bdi class="fname" title={props.name}>
      <span class="cut">{parts()[0]}</span>
      <span>{parts()[1]}</span>
    </bdi>
  );
}
