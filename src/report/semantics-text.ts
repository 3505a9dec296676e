import { countByGround, type KnownBehaviour } from '../explain/assumptions'
import { type JsonText, jsonDocument, jsonLines } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'

/**
 * What the evaluator assumes, short enough to be read: the assumptions that weigh, by subject; then how each room's
 * behaviours are known.
 */
export function semanticsText(behaviours: readonly KnownBehaviour[], paint: Painter): TerminalText {
  const weighing = behaviours.filter(({ weighs }) => weighs)
  const subjects = [...new Set(weighing.map(({ about }) => about))].map((about) => {
    const own = weighing.filter((each) => each.about === about)
    return terminal`${paint.bold(firstSentence(about))}\n${own.map(({ name }) => terminal`  ${name}\n`)}`
  })
  const rooms = [...new Set(behaviours.map(({ room }) => room))]
  const widest = Math.max(0, ...rooms.map(({ length }) => length))
  const counts = rooms.map((room) => {
    const own = behaviours.filter((each) => each.room === room)
    return terminal`  ${room.padEnd(widest)}  ${groundsSentence(own)}\n`
  })
  return terminal`What the evaluator assumes about Datadog, most of what weighs. A tenant can settle each line.\n\n${subjects}\n${paint.bold('How all behaviours are known')}\n${counts}\n${semanticsSentence(behaviours)}\nEach with its source: ddac explain --semantics --format json\n`
}

/** What a file is about, without how its cases are written. */
function firstSentence(text: string): string {
  return text.split(/(?<=\.)\s/, 1)[0] ?? text
}

/** One sentence with the count by ground. */
function semanticsSentence(behaviours: readonly KnownBehaviour[]): string {
  return `${behaviours.length} behaviours: ${groundsSentence(behaviours)}`
}

function groundsSentence(behaviours: readonly KnownBehaviour[]): string {
  const { documented, observed, assumed } = countByGround(behaviours)
  return `${documented} documented, ${observed} observed, ${assumed} assumed`
}

/** All behaviours with their grounds, and the count, as one document. */
export function semanticsJson(behaviours: readonly KnownBehaviour[]): JsonText {
  return jsonDocument({ behaviours, summary: countByGround(behaviours) })
}

/** One behaviour a line, then the count. */
export function semanticsNdjson(behaviours: readonly KnownBehaviour[]): JsonText {
  const lines = behaviours.map((behaviour) => ({ kind: 'behaviour', ...behaviour }))
  return jsonLines([...lines, { kind: 'summary', ...countByGround(behaviours) }])
}
