import { archive } from "./archive.ts";
import { carbons } from "./carbons.ts";
import type { Feature } from "./feature.ts";
import { outcome } from "./outcome.ts";
import { ping } from "./ping.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";
import { time } from "./time.ts";
import { version } from "./version.ts";

/** Every feature there is. */
export const features: readonly Feature[] = [roster, presence, archive, carbons, outcome, ping, version, time];
