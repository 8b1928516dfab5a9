import { createRoot, createSignal } from "solid-js";
import { showAccount, slots } from "../../../state/accounts.ts";
import { formatRoute, openChat } from "../../../state/route.ts";

const [isRenewed, setRenewed] = createRoot(() => createSignal(false));

/** A newer version of the app came while this page was open. */
export { isRenewed, setRenewed };

/** How often a page that stays open asks for a newer version, ms. */
const HOURLY = 3_600_000;
let askedAt = 0;
let isStarted = false;

/** The worker that keeps the app and takes notifications, where there is one. */
export async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  return registration?.active ? registration : undefined;
}

/** Has the browser keep the app, and follows what the worker says. */
export async function startWorker(): Promise<void> {
  if (isStarted || !("serviceWorker" in navigator) || import.meta.env.MODE === "demo") return;
  isStarted = true;
  const { serviceWorker } = navigator;
  const hadOne = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => setRenewed(hadOne));
  serviceWorker.addEventListener(
    "message",
    ({ data }: MessageEvent<{ kind?: unknown; peer?: unknown; to?: unknown } | null>) => {
      if (data?.kind !== "open" || typeof data.peer !== "string") return;
      const other = slots.accounts.find(({ address, slot }) => address === data.to && slot !== slots.chosen);
      if (other) showAccount(other, formatRoute({ pane: "chat", peer: data.peer, hasDetails: false }));
      else openChat(data.peer);
    },
  );
  askedAt = Date.now();
  // Without it everything works, as long as there is a network.
  await serviceWorker.register(workerAddress(), { updateViaCache: "none" }).catch(() => undefined);
}

/** The one script that a page of ours may run besides its own, whatever the policy is asked for (Trusted Types). */
function workerAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  return trustedTypes?.createPolicy("yonder-worker", { createScriptURL: () => WORKER }).createScriptURL("") ?? WORKER;
}

const WORKER = "/worker.js";

/** COMPAT: what browsers have of it is not among TypeScript's types yet. */
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** After a while, and when the server was away: is there a newer version? */
export async function askForNewer(): Promise<void> {
  if (Date.now() - askedAt < HOURLY) return;
  askedAt = Date.now();
  const registration = await worker();
  await registration?.update().catch(() => undefined);
}
