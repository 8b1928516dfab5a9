import type { StanzaCondition } from "@yonder/protocol";
import type { PresenceSummary } from "../directory/directory.ts";

/** A session of the target user, as far as the delivery rules need to know it. */
export interface Resource {
  readonly resource: string;
  readonly presence: PresenceSummary;
}

/** `deliver`: as it stands · `carbon-*`: wrapped by XEP-0280. */
export type DeliveryKind = "deliver" | "carbon-received" | "carbon-sent";

export interface Delivery {
  readonly kind: DeliveryKind;
  readonly resource: string;
}

/** Who gets a stanza; if nobody does: `keep` it for the next login, `drop` it in silence, or `refuse` it with an error. */
export interface Decision {
  readonly deliveries: readonly Delivery[];
  readonly otherwise: "keep" | "drop" | "refuse";
}

export type MessageType = "normal" | "chat" | "headline" | "groupchat" | "error";

export const REFUSAL: StanzaCondition = "service-unavailable";

/** A message's type; none or an unknown one means normal (RFC 6121 §5.2.2). */
export function messageType(type: string | undefined): MessageType {
  return type === "chat" || type === "headline" || type === "groupchat" || type === "error" ? type : "normal";
}

/**
 * Which of a user's sessions get a message (RFC 6121 §8.5.2 and §8.5.3; carbons: XEP-0280 §6).
 * @param target the resource it is addressed to; undefined for the bare JID
 * @param isCarbonCopied whether XEP-0280's rules let it be copied
 */
export function routeMessage(
  type: MessageType,
  target: string | undefined,
  resources: readonly Resource[],
  isCarbonCopied: boolean,
): Decision {
  if (target !== undefined) {
    const addressed = resources.find(({ resource }) => resource === target);
    if (addressed)
      return {
        deliveries: withCarbons([{ kind: "deliver", resource: target }], resources, isCarbonCopied),
        otherwise: "drop",
      };
    // RFC 6121 §8.5.3.2.1: only chat goes on as if it were for the bare JID.
    if (type === "normal" || type === "groupchat") return { deliveries: [], otherwise: "refuse" };
    if (type !== "chat") return { deliveries: [], otherwise: "drop" };
  }
  return routeToAccount(type, resources, isCarbonCopied);
}

function routeToAccount(type: MessageType, resources: readonly Resource[], isCarbonCopied: boolean): Decision {
  // RFC 6121 §8.5.2.1.1 and §8.5.2.2.1
  if (type === "error") return { deliveries: [], otherwise: "drop" };
  if (type === "groupchat") return { deliveries: [], otherwise: "refuse" };
  const otherwise = type === "headline" ? "drop" : "keep";
  const deliveries = resources.filter(takesMessages).map(({ resource }): Delivery => ({ kind: "deliver", resource }));
  return { deliveries: withCarbons(deliveries, resources, isCarbonCopied), otherwise };
}

/** Whether a session gets what is sent to the bare JID: available and of non-negative priority (RFC 6121 §8.5.2.1). */
export function takesMessages({ presence }: Pick<Resource, "presence">): boolean {
  return presence.isAvailable && presence.priority >= 0;
}

/** The same, with somebody who looks at it, as far as is known. */
export function takesAttended(resource: Pick<Resource, "presence">): boolean {
  return takesMessages(resource) && !resource.presence.isUnattended;
}

function withCarbons(deliveries: Delivery[], resources: readonly Resource[], isCarbonCopied: boolean): Delivery[] {
  if (!isCarbonCopied || resources.length === deliveries.length) return deliveries;
  for (const { resource, presence } of resources) {
    if (presence.hasCarbons && !deliveries.some((delivery) => delivery.resource === resource))
      deliveries.push({ kind: "carbon-received", resource });
  }
  return deliveries;
}
