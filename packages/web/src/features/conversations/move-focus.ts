/** Arrow keys, Home and End walk through the rows of a list. From outside, down goes to the first. */
export function moveFocus(list: HTMLElement | undefined, event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...(list?.querySelectorAll<HTMLElement>(".row") ?? [])];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = target === undefined ? undefined : rows[target];
  if (!row) return;
  event.preventDefault();
  row.focus();
}
