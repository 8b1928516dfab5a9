import { Engine, openIndexedDb } from "@yonder/client";
import { start } from "./app.tsx";
import { deviceName } from "./state/browser-name.ts";
import "./styles/index.css";

// A first visit opens the one account of this page; the engine keeps all that belongs to it there.
await start(new Engine({ storage: await openIndexedDb("yonder"), resourcePrefix: "web", device: deviceName() }));
