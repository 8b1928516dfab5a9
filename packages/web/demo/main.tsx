import { start } from "../src/app.tsx";
import { SceneEngine } from "./scene-engine.ts";
import { readScene } from "./scenes.ts";
import "../src/styles/index.css";

/** The screens without a server: demo.html?scene=chat, and the address's fragment as in the app. */
const engine = new SceneEngine(readScene(new URLSearchParams(location.search).get("scene") ?? "chat"));
Object.assign(window, { engine });
await start(engine);
