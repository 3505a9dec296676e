import { countByGround, type KnownBehaviour } from '../explain/assumptions'
import { type JsonText, jsonText } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'

/** What the evaluator assumes, by the file that it stands in, then how many behaviours are known in which way. */
export function semanticsText(behaviours: readonly KnownBehaviour[], paint: Painter): TerminalText {
  const assumed = behaviours.filter(({ knownFrom }) => knownFrom === 'assumed')
  const subjects = [...new Set(assumed.map(({ room, about }) => `${room}\n${about}`))]
  const blocks = subjects.map((subject) => {
    const [room = '', ...about] = subject.split('\n')
    const own = assumed.filter((each) => `${each.room}\n${each.about}` === subject)
    const lines = own.map(({ name, source }) => terminal`  ${name}\n    ${paint.faint(source)}\n`)
    return terminal`${paint.bold(room)}: ${about.join(' ')}\n${lines}\n`
  })
  return terminal`${blocks}${semanticsSentence(behaviours)}\n`
}

/** One sentence with the count by ground. */
function semanticsSentence(behaviours: readonly KnownBehaviour[]): string {
  const { documented, observed, assumed } = countByGround(behaviours)
  return `${behaviours.length} behaviours: ${documented} documented, ${observed} observed, ${assumed} assumed`
}

/** All behaviours with their grounds, and the count, as one document. */
export function semanticsJson(behaviours: readonly KnownBehaviour[]): JsonText {
  return jsonText({ behaviours, summary: countByGround(behaviours) })
}
