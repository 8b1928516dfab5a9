import { type Element, NS, xml } from "@yonder/protocol";
import type { Received, TraceStep } from "../../router/trace-step.ts";

type Step<K extends TraceStep["step"]> = Extract<TraceStep, { step: K }>;

/** Whose eyes it is for. */
export interface View {
  /** The recipient shows the sender their presence: else no more is told than outcomes tell. */
  readonly isWhole: boolean;
  readonly hasNames: boolean;
}

/** The way of a message as its sender may see it (docs/way.md), from the steps on all nodes that it came by, its arrival first. */
export function wayElement(received: Received, steps: readonly TraceStep[], view: View): Element {
  const { id, transport, to, node } = received;
  const here = new Way(received, steps);
  const name = (node: string) => (view.hasNames ? node : undefined);
  return xml(
    "way",
    NS.way,
    { id, to, transport: transport || undefined, node: name(node), state: here.state },
    ...here.ownPart(name),
    ...(view.isWhole ? here.theirPart(name) : []),
    here.reached(),
  );
}

class Way {
  readonly #received: Received;
  readonly #steps: readonly TraceStep[];

  constructor(received: Received, steps: readonly TraceStep[]) {
    this.#received = received;
    this.#steps = steps;
  }

  /** As outcomes call it. */
  get state(): string | undefined {
    if (this.#first("reached")) return "reached";
    const settled = this.#first("settled");
    return settled && (settled.sessions > 0 ? "sent" : "kept");
  }

  /** What happens on the sender's side whoever it is for. */
  ownPart(name: (node: string) => string | undefined): (Element | undefined)[] {
    const stored = this.#steps.find(({ step }) => step === "accepted");
    const kept = this.#first("kept");
    return [
      stored && this.#element("stored", stored.at),
      kept && this.#element("kept", kept.at, { node: name(kept.by), same: this.#isSame(kept.by) }),
    ];
  }

  /** Where the recipient is, and how it came there. */
  theirPart(name: (node: string) => string | undefined): (Element | undefined)[] {
    const { to } = this.#received;
    const lookedUp = this.#first("looked-up");
    const device = this.#steps.find(
      (step): step is Step<"acknowledged"> => step.step === "acknowledged" && bareOf(step.by) === to,
    );
    const handed = this.#handedTo(device?.by);
    const shift = this.#shiftOf(handed);
    return [
      lookedUp && this.#element("looked-up", lookedUp.at, { micros: String(lookedUp.micros) }),
      handed &&
        this.#element("handed", handed.at + shift, { node: name(handed.node), same: this.#isSame(handed.node) }),
      device && this.#element("acknowledged", device.at + shift, { transport: device.transport || undefined }),
    ];
  }

  reached(): Element | undefined {
    const reached = this.#first("reached");
    return reached && this.#element("reached", reached.at);
  }

  /** The device that acknowledged it, else the first one, got it. */
  #handedTo(device: string | undefined): Step<"handed"> | undefined {
    const all = this.#steps.filter((step) => step.step === "handed").filter(({ how }) => how !== "known");
    const theirs = all.filter(({ to }) => bareOf(to) === this.#received.to);
    return theirs.findLast(({ to }) => to === device) ?? theirs[0];
  }

  /**
   * What to add to another node's time to have this one's, in milliseconds: its clock may be another. That the envelope was there in the
   * middle of the time between sending it and its answer is as good a guess as can be had.
   */
  #shiftOf(handed: Step<"handed"> | undefined): number {
    if (!handed || handed.node === this.#received.node) return 0;
    const relayed = this.#steps.find((step) => step.step === "relayed" && step.to === handed.node);
    const taken = this.#steps.find((step) => step.step === "taken" && step.node === handed.node);
    if (relayed?.step !== "relayed" || !taken || taken.at > handed.at) return 0;
    const wayThere = Math.max(0, relayed.micros / 1_000 - (handed.at - taken.at)) / 2;
    return relayed.at - relayed.micros / 1_000 + wayThere - taken.at;
  }

  #first<K extends TraceStep["step"]>(kind: K): Step<K> | undefined {
    const { node } = this.#received;
    return this.#steps.find((step): step is Step<K> => step.step === kind && step.node === node);
  }

  #isSame(node: string): string {
    return String(node === this.#received.node);
  }

  /** `at`: in microseconds since the server had it. */
  #element(name: string, at: number, attributes: Readonly<Record<string, string | undefined>> = {}): Element {
    const micros = Math.max(0, Math.round((at - this.#received.at) * 1_000));
    return xml(name, NS.way, { at: String(micros), ...attributes });
  }
}

function bareOf(address: string): string {
  return address.split("/", 1)[0] ?? address;
}
