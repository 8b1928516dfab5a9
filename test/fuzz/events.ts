import {
  type Child,
  type Element,
  parseElement,
  StreamScanner,
  serialize,
  UNLIMITED,
  XmlError,
} from "@yonder/protocol";

export interface Events {
  readonly events: readonly string[];
  readonly isRefused: boolean;
}

/** All that a scanner tells of a stream in these chunks, until it refuses it. */
export function eventsOf(chunks: Iterable<string>, limits?: ConstructorParameters<typeof StreamScanner>[1]): Events {
  const seen: string[] = [];
  const scanner = new StreamScanner(
    {
      onStreamStart: (header) => seen.push(`start ${header.name} ${header.ns} ${JSON.stringify(header.attributes)}`),
      onElement: (element) => seen.push(`${JSON.stringify(treeOf(element))} ${serialize(element)}`),
      onStreamEnd: () => seen.push("end"),
    },
    limits,
  );
  try {
    for (const chunk of chunks) scanner.write(chunk);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { events: seen, isRefused: true };
  }
  return { events: seen, isRefused: false };
}

export type Tree = readonly [
  name: string,
  ns: string,
  attributes: readonly string[],
  children: readonly (Tree | string)[],
];

/** What an element says, whatever it was read from. */
export function treeOf({ name, ns, attributes, children }: Element): Tree {
  return [name, ns, attributes, children.map((child: Child) => (typeof child === "string" ? child : treeOf(child)))];
}

/** An element from its text; undefined: it is none. */
export function elementOf(text: string): Element | undefined {
  try {
    return parseElement(text, UNLIMITED);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}
