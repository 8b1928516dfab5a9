/** What an inspection found out; "wrong" keeps the node from serving. */
export interface Finding {
  readonly kind: "right" | "warning" | "wrong";
  readonly text: string;
}

export function right(text: string): Finding {
  return { kind: "right", text };
}

export function warning(text: string): Finding {
  return { kind: "warning", text };
}

export function wrong(text: string): Finding {
  return { kind: "wrong", text };
}
