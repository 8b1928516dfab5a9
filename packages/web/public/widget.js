// A bubble on somebody's site, by which its visitors write to the owner of a contact link: docs/widget.md. Nothing is loaded or kept before a click.
(() => {
  const script = document.currentScript;
  const { contact, label = "Write to us", close = "Close" } = script?.dataset ?? {};
  if (!contact) return;
  const { origin } = new URL(script.src);
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; inset-block-end: 1.25rem; inset-inline-end: 1.25rem; z-index: 2147483000; }
    button { position: relative; display: grid; place-items: center; inline-size: 3.5rem; block-size: 3.5rem; margin-inline-start: auto; border: 0; padding: 0;
      border-radius: 50%; border-end-end-radius: .5rem; background: #075d75; color: #fff; cursor: pointer; box-shadow: 0 6px 20px #0d2a3547; }
    button:focus-visible { outline: 3px solid #075d75; outline-offset: 3px; }
    svg { inline-size: 1.75rem; block-size: 1.75rem; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    b { position: absolute; inset-block-start: -.125rem; inset-inline-end: -.125rem; inline-size: 1rem; block-size: 1rem; border: 2px solid #fff; border-radius: 50%; background: #c2410c; }
    iframe { display: block; inline-size: 23.5rem; block-size: min(37.5rem, calc(100dvh - 7rem)); margin-block-end: .75rem; border: 0; border-radius: 1.5rem;
      background: #e7eff2; box-shadow: 0 18px 50px #0d2a354d; color-scheme: normal; }
    [hidden] { display: none; }
    @media (max-width: 480px) { :host([data-open]) { inset: 0; display: grid; grid-template-rows: 1fr auto; background: #e7eff2; }
      iframe { inline-size: 100%; block-size: 100%; margin: 0; border-radius: 0; } :host([data-open]) button { margin: .5rem; margin-inline-start: auto; } }`);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  const badge = document.createElement("b");
  badge.hidden = true;
  const draw = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    button.replaceChildren(svg, badge);
  };
  let frame;
  const show = (isOpen) => {
    if (isOpen && !frame) {
      frame = document.createElement("iframe");
      frame.src = `${origin}/@${encodeURIComponent(contact)}`;
      frame.title = label;
      root.prepend(frame);
    }
    if (frame) frame.hidden = !isOpen;
    host.toggleAttribute("data-open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    button.setAttribute("aria-label", isOpen ? close : label);
    draw(isOpen ? "m6.5 6.5 11 11M17.5 6.5l-11 11" : "M12 4a8 8 0 1 1-3.6 15.1L4.5 20l1-3.7A8 8 0 0 1 12 4z");
    if (isOpen) badge.hidden = true;
  };
  button.addEventListener("click", () => show(!frame || frame.hidden));
  root.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  addEventListener("message", ({ source, origin: from, data }) => {
    if (!frame || source !== frame.contentWindow || from !== origin) return;
    if (data === "yonder:message" && frame.hidden) badge.hidden = false;
    if (data === "yonder:close") {
      show(false);
      button.focus();
    }
  });
  show(false);
  root.append(button);
  const mount = () => document.body.append(host);
  // A script that came early waits for the page.
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
})();
