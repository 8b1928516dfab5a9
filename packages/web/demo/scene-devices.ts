import type { Device, DevicesApi, EntryApi } from "@yonder/client";
import { sceneEntry } from "./scene-entry.ts";

const HOUR = 60 * 60_000;
const NAMES = ["Chrome, Android", "Gajim", "Firefox, Windows"];

/** Devices that nobody has. */
export class SceneDevices implements DevicesApi {
  readonly #entry = sceneEntry();
  #others: readonly Device[] = NAMES.map((name, i) => ({
    id: name,
    name,
    isThis: false,
    isHere: i === 0,
    seenAt: Date.now() - i * 70 * HOUR,
    hasPassword: name === "Gajim",
  }));

  async entry(): Promise<EntryApi> {
    return this.#entry;
  }

  async list(): Promise<readonly Device[]> {
    return this.#others;
  }

  async signOutOthers(): Promise<boolean> {
    this.#others = this.#others.filter(({ hasPassword }) => hasPassword);
    return this.#others.length === 0;
  }

  async removeAccount(): Promise<void> {}

  async signOut(id: string): Promise<void> {
    this.#others = this.#others.filter((device) => device.id !== id);
  }

  async changePassword(): Promise<void> {
    this.#others = [];
  }
}
