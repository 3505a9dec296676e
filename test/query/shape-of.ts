/** A tree without its places in the text. */
export function shapeOf(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree ?? null, (key, value) =>
      key === 'start' || key === 'end' || key === 'nameRange' ? undefined : value,
    ),
  )
}
