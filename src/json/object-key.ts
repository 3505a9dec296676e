/**
 * The text as an engine holds the keys of objects. One that was cut out of another, or joined, is looked up as such at
 * every use; for a key that is used on each log this is worth doing once.
 */
export function objectKey(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}
