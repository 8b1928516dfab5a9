import { Icon, type IconName } from "../../../components/icon.tsx";

export type GlyphName = keyof typeof PATHS;

const PATHS = {
  smile:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9 9.8v.4M15 9.8v.4M8.4 14c.8 1.3 2.1 2.1 3.6 2.1s2.8-.8 3.6-2.1",
  reply: "M9.5 7 4.5 12l5 5M4.5 12H14a5.5 5.5 0 0 1 5.5 5.5V19",
  forward: "M14.5 7l5 5-5 5M19.5 12H10a5.5 5.5 0 0 0-5.5 5.5V19",
  more: "M6 12h.02M12 12h.02M18 12h.02",
  choose: "M4.5 6.5l1.5 1.5 2.5-3M4.5 15.5l1.5 1.5 2.5-3M12 7h7.5M12 16h7.5",
} as const;

/** An icon that only these screens need: not in the page's sprite. */
export function Glyph(props: { readonly name: GlyphName; readonly isSmall?: boolean }) {
  return (
    <svg
      class="i"
      classList={{ s: props.isSmall ?? false, flip: props.name === "reply" || props.name === "forward" }}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={PATHS[props.name]} />
    </svg>
  );
}

/** An icon of the page's sprite, or one of these. */
export function AnyIcon(props: { readonly name: IconName | GlyphName }) {
  return isGlyph(props.name) ? <Glyph name={props.name} /> : <Icon name={props.name} />;
}

function isGlyph(name: string): name is GlyphName {
  return name in PATHS;
}
