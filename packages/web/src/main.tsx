import { openIndexedDb, openTab } from "@yonder/client";
import { start } from "./app.tsx";
import { deviceName } from "./state/browser-name.ts";
import "./styles/index.css";

await start(openTab({ storage: openIndexedDb, resourcePrefix: "web", device: deviceName() }));
