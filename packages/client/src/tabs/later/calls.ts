import { StanzaFailure } from "../../requests.ts";
import type { EngineApi, Events } from "../../types.ts";

/** What a following tab asks of the one that leads. */
export interface Call {
  readonly from: string;
  readonly number: number;
  /** The names on the way to a member of the engine: `["groups", "actions()", "leave"]`. */
  readonly path: readonly string[];
  readonly given: readonly unknown[];
  /** It was asked before, of a tab that led before. */
  readonly isAgain?: boolean;
}

export interface Answer {
  readonly to: string;
  readonly number: number;
  readonly value?: unknown;
  readonly failure?: { readonly condition?: string; readonly text: string };
}

/** What the leading tab says to all. */
export type Told = { readonly kind: "leads" } | { readonly kind: "event"; readonly happened: Happened };

export type Happened = { [K in keyof Events]: readonly [event: K, value: Events[K]] }[keyof Events];

/** Runs a call, or reads a property. */
export async function run(
  engine: Partial<EngineApi>,
  path: readonly string[],
  given: readonly unknown[],
): Promise<unknown> {
  const names = [...path];
  const last = names.pop() ?? "";
  let owner = engine as unknown as Record<string, unknown>;
  for (const name of names) owner = await step(owner, name);
  const member = owner[last];
  return typeof member === "function" ? member.apply(owner, given) : member;
}

async function step(owner: Record<string, unknown>, name: string): Promise<Record<string, unknown>> {
  if (!name.endsWith("()")) return owner[name] as Record<string, unknown>;
  return (owner[name.slice(0, -2)] as () => Promise<Record<string, unknown>>)();
}

export function failureOf(cause: unknown): NonNullable<Answer["failure"]> {
  if (cause instanceof StanzaFailure) return { condition: cause.condition, text: cause.text ?? "" };
  return { text: cause instanceof Error ? cause.message : "" };
}

export function errorOf({ condition, text }: NonNullable<Answer["failure"]>): Error {
  return condition === undefined ? new Error(text) : new StanzaFailure(condition, text || undefined);
}

/** While it is held, that tab is there. */
export function presenceLock(tab: string): string {
  return `yonder-tab:${tab}`;
}
