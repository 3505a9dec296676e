/** A stretch of a user's text as a message quotes it: of a long one, the beginning. */
export function quoted(text: string): string {
  return `"${shortened(text)}"`
}

/** Names as a message lists them: of many, the first. */
export function listed(names: readonly string[]): string {
  if (names.length <= mostNames) return names.map(shortened).join(', ')
  return `${names.slice(0, mostNames).map(shortened).join(', ')} and ${names.length - mostNames} more`
}

const mostNames = 20

/** A text as a message can hold it: of a long one, the beginning. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
