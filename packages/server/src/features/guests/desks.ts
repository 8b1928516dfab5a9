import { Jid } from "@yonder/protocol";
import type { Host } from "../feature.ts";

/** A contact link behind which several people sit: who writes there has a room of their own with all of them. */
export interface Desk {
  /** The part of the link behind the @. */
  readonly name: string;
  /** What guests read. */
  readonly title: string;
  readonly people: readonly DeskPerson[];
}

export interface DeskPerson {
  /** Bare address of a member. */
  readonly address: string;
  /** What guests call them. */
  readonly name: string;
}

type Place = Pick<Host, "store">;

const KEY = "guest-desks";
/** Desks of one server, and people at one. */
export const MOST_DESKS = 100;
export const MOST_PEOPLE = 20;

export async function desksOf({ store }: Place): Promise<readonly Desk[]> {
  return JSON.parse((await store.settings.get(KEY)) ?? "[]") as readonly Desk[];
}

export async function deskOf(place: Place, name: string): Promise<Desk | undefined> {
  return (await desksOf(place)).find((desk) => desk.name === name);
}

/** A desk with nobody at it is no more. */
export async function setDesk(place: Place, desk: Desk): Promise<void> {
  const others = (await desksOf(place)).filter(({ name }) => name !== desk.name);
  const all = desk.people.length > 0 ? [...others, desk] : others;
  await place.store.settings.set(KEY, all.length > 0 ? JSON.stringify(all) : undefined);
}

export function isAt({ people }: Desk, address: string): boolean {
  return people.some((person) => person.address === address);
}

/** Somebody answers no more at a desk. */
export async function leaveDesk(place: Place, name: string, address: string): Promise<void> {
  const desk = await deskOf(place, name);
  if (desk) await setDesk(place, { ...desk, people: desk.people.filter((person) => person.address !== address) });
}

/** Somebody answers no more at any desk. */
export async function leaveDesks(place: Place, address: string): Promise<void> {
  for (const desk of await desksOf(place)) if (isAt(desk, address)) await leaveDesk(place, desk.name, address);
}

/** Of a name that can stand in a link, without dots: they part it from what follows in a room's name. */
export function isDeskName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(name) && Jid.tryParse(`${name}@localhost`) !== undefined;
}
