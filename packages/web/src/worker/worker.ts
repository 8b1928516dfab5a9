import { type App, keepApp } from "./keep-app.ts";
import type { Scope } from "./scope.ts";
import { tellOfMessages } from "./tell.ts";

/** Put in by the build. */
declare const APP: App;

const scope = globalThis as unknown as Scope;
keepApp(scope, APP);
tellOfMessages(scope);
