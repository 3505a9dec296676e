/**
 * Datadog's suppressions have no owner and no reason, so both travel at the end of the description, each as a line
 * `Reason: …` and `Owner: …` after an empty line. Further lines of a value are indented by two spaces.
 */
export interface DescribedSuppression {
  readonly description?: string
  readonly owner?: string
  readonly reason?: string
}

/** The description as the tenant keeps it; undefined when there is nothing to say. */
export function writeDescription({ description, owner, reason }: DescribedSuppression): string | undefined {
  const trailers = [...trailer(reasonLabel, reason), ...trailer(ownerLabel, owner)]
  if (trailers.length === 0) return description
  return [...(description ? [description, ''] : []), ...trailers].join('\n')
}

/** Takes a description apart again. What `writeDescription` would not write alike comes back as plain description. */
export function readDescription(text: string): DescribedSuppression {
  if (text === '') return {}
  const parts = partsOf(text)
  return writeDescription(parts) === text ? parts : { description: text }
}

function partsOf(text: string): DescribedSuppression {
  const lines = text.split('\n')
  const owner = takeTrailer(lines, ownerLabel)
  const reason = takeTrailer(lines, reasonLabel)
  if (owner === undefined && reason === undefined) return { description: text }
  if (lines.length > 0) lines.pop()
  const description = lines.join('\n')
  return {
    ...(description !== '' && { description }),
    ...(owner !== undefined && { owner }),
    ...(reason !== undefined && { reason }),
  }
}

const ownerLabel = 'Owner: '
const reasonLabel = 'Reason: '

function trailer(label: string, value: string | undefined): string[] {
  if (value === undefined || value === '') return []
  return (label + value).split('\n').map((line, index) => (index === 0 ? line : `  ${line}`))
}

/** Removes the trailer that ends `lines`, if it is the one with this label, and answers its value. */
function takeTrailer(lines: string[], label: string): string | undefined {
  let first = lines.length - 1
  while (first > 0 && lines[first]?.startsWith('  ')) first -= 1
  if (first < 0 || !lines[first]?.startsWith(label)) return undefined
  const [head = '', ...more] = lines.splice(first)
  return [head.slice(label.length), ...more.map((line) => line.slice(2))].join('\n')
}
