/** One life of a node: from when its process joined the cluster until it ended. */
export interface Life {
  readonly node: string;
  readonly epoch: string;
}

export function isSameLife(one: Life, other: Life): boolean {
  return one.node === other.node && one.epoch === other.epoch;
}

/** Neither a node's name nor an epoch has a space in it. */
export function lifeText({ node, epoch }: Life): string {
  return `${epoch} ${node}`;
}

export function readLife(text: string): Life {
  const space = text.indexOf(" ");
  return { epoch: text.slice(0, space), node: text.slice(space + 1) };
}
