import "../styles/pass-on.css";
import { Show } from "solid-js";
import { t } from "../i18n/index.ts";
import { createLoaded } from "../state/loaded.ts";

/** A QR code, drawn as one path. The encoder is loaded when the first one is shown. */
export function QrCode(props: { readonly text: string; readonly label?: string }) {
  const [code] = createLoaded(() => draw(props.text));
  return (
    <div class="qr">
      <Show when={code()}>
        {(drawn) => (
          <svg
            viewBox={`0 0 ${drawn().size} ${drawn().size}`}
            role="img"
            aria-label={props.label ?? t("qrLabel")}
            shape-rendering="crispEdges"
          >
            <path d={drawn().path} />
          </svg>
        )}
      </Show>
    </div>
  );
}

async function draw(text: string): Promise<{ size: number; path: string }> {
  const { generate } = await import("lean-qr");
  const code = generate(text);
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      const start = x;
      while (x < code.size && code.get(x, y)) x++;
      if (x > start) path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
    }
  }
  return { size: code.size, path };
}
