import { Engine, openIndexedDb } from "@yonder/client";
import { start } from "./app.tsx";
import { describeBrowser } from "./state/browser-name.ts";
import "./styles/index.css";

// A first visit opens the one account of this page; the engine keeps all that belongs to it there.
const { browser, system } = describeBrowser(navigator.userAgent);
const device = `${browser}, ${system}`;
await start(new Engine({ storage: await openIndexedDb("yonder"), resourcePrefix: "web", device }));
