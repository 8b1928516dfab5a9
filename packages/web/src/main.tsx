import { openBrowserStorage, openTab } from "@yonder/client";
import { start } from "./app.tsx";
import { followAccountLink, slots } from "./state/accounts.ts";
import { deviceName } from "./state/browser-name.ts";
import "./styles/index.css";

followAccountLink();
const engine = openTab({ slots, storage: openBrowserStorage, resourcePrefix: "web", device: deviceName() });
await start(engine, slots.isChosenUsed);
