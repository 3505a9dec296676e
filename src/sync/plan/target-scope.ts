import type { WantedItem } from './wanted-item'

/** Whether a slug is planned: all are, or the targets and the rules they lead to. */
export function targetScope(
  targets: readonly string[] | undefined,
  items: ReadonlyMap<string, WantedItem>,
): (id: string) => boolean {
  if (!targets) return () => true
  const chosen = new Set<string>()
  const open = [...targets]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (chosen.has(id)) continue
    chosen.add(id)
    open.push(...(items.get(id)?.references ?? []))
  }
  return (id) => chosen.has(id)
}
