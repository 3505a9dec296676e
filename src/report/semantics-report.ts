import type { Ground, KnownBehaviour } from '../explain/assumptions'
import type { Painter } from './painter'

type Counts = Readonly<Record<Ground, number>>

/** What is assumed, by what it is about, then how much is known and how. */
export function semanticsText(behaviours: readonly KnownBehaviour[], counts: Counts, paint: Painter): string {
  const assumed = behaviours.filter(({ knownFrom }) => knownFrom === 'assumed')
  const subjects = [...new Set(assumed.map(({ about }) => about))]
  const blocks = subjects.map((about) => {
    const own = assumed.filter((one) => one.about === about)
    const lines = own.map(({ name, source }) => `  ${name}\n    ${paint.faint(source)}\n`)
    return `${paint.bold(about)}\n${lines.join('')}\n`
  })
  const { documented, observed } = counts
  const known = `${documented} behaviours are documented by Datadog, ${observed} were observed in real exchanges and rules`
  return `${blocks.join('')}${known}, ${counts.assumed} are assumed: those above. Anyone with a tenant can settle one.\n`
}

/** Every behaviour with its ground, and the counts. */
export function semanticsJson(behaviours: readonly KnownBehaviour[], counts: Counts): string {
  return `${JSON.stringify({ behaviours, summary: counts }, null, 2)}\n`
}

/** One behaviour a line, then the counts. */
export function semanticsNdjson(behaviours: readonly KnownBehaviour[], counts: Counts): string {
  const lines = [...behaviours.map((one) => ({ kind: 'behaviour', ...one })), { kind: 'summary', ...counts }]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}
