import type { DistinctQuery } from '../../detect/candidate-index'
import type { CompiledRules } from '../../detect/compile-rules'
import type { GivenOfLogs } from '../../event/given'
import { overlap } from '../../event/mapping/usual-records'
import { readLog } from '../../event/read-log'
import { compilePartly } from '../../query/matching/compile-partly'
import type { Field } from '../../query/query'
import { requiredLiterals } from '../../query/required-literals'
import { TextProbe } from '../literal-filter'
import { LineSkip, type SkippedLines } from './line-skip'
import { isLookedUp } from './piped-records'
import { fieldName } from './signature-places'

/**
 * Tells of lines of text, each a log that is a message and nothing else, which queries can match what pipelines make of
 * them: what hangs on the message alone is left, and of that what the line has no text for is not.
 */
export class LineGlance {
  private readonly probe = new TextProbe()
  private readonly open: readonly { readonly query: DistinctQuery; readonly needs: ReturnType<TextProbe['prepare']> }[]
  private readonly lines: LineSkip | undefined

  private constructor(queries: readonly DistinctQuery[], keepsTexts: (path: string) => boolean) {
    const isKept = (path: string): boolean => !isLookedUp(path) && keepsTexts(path)
    this.open = queries.map((query) => ({ query, needs: this.probe.prepare(requiredLiterals(query.query, isKept)) }))
    const texts = this.open.map(({ needs: [first] }) => first?.literals)
    this.lines = texts.every((each) => each !== undefined) ? new LineSkip([...new Set(texts.flat())]) : undefined
  }

  /** Undefined where it hangs on more than what is said of them which pipelines they pass. */
  static of(rules: CompiledRules, said: GivenOfLogs | undefined): LineGlance | undefined {
    const { processing } = said ?? {}
    if (said?.source === undefined || processing === undefined || said.stage === 'processed') return undefined
    if (!processing.decidedBy.every(isSaid)) return undefined
    const given = { ...said, enrichment: undefined, processing: { ...processing, process: processing.processAgain } }
    const read = readLog({ message: 'x' }, { given, defaultTimeMs: 0, guessesTime: false, defaultId: 'sample' })
    if (!('event' in read) || read.event.pipelines === undefined) return undefined
    const { event } = read
    const known: boolean[] = []
    const numberOf = (field: Field): number => {
      const name = fieldName(field)
      const isLater = said.enrichment !== undefined && name?.startsWith('@') && isLookedUp(name.slice(1))
      const fields = name === undefined || isLater ? undefined : processing.dependsOn(name)
      return known.push(fields?.every(isSaid) ?? false) - 1
    }
    const open = rules.candidates.queries.filter(({ query }) => {
      const partly = compilePartly(query, numberOf)
      return typeof partly === 'boolean' ? partly : partly.ask(event, (field) => known[field] ?? false) !== false
    })
    return new LineGlance(open, processing.keepsTexts)
  }

  /** Passes over lines, `most` at most, that no query can match and that are nothing but messages. */
  skip(chunk: Buffer, from: number, most: number): SkippedLines | undefined {
    return this.lines?.skip(chunk, from, most)
  }

  /** The queries that can match a line. */
  candidates(line: string): readonly DistinctQuery[] {
    if (this.open.length === 0) return none
    return this.probe.possible(this.open, () => line).map(({ query }) => query)
  }
}

const none: readonly never[] = []

/** Whether a line has nothing there but what is said of it. */
function isSaid(field: string): boolean {
  if (field.startsWith('@')) return !overlap(field, '@message')
  return officials.has(field)
}

const officials = new Set(['source', 'service', 'status', 'host', 'tags', 'trace_id', 'span_id'])
