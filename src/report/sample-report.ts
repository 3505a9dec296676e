import type { Diagnostic } from '../diagnostic/diagnostic'
import { type JsonText, jsonDocument } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'
import { mistakesIn } from './diagnostics-json'

/** A sample that was written. */
export interface MadeSample {
  readonly rules: readonly string[]
  readonly files: readonly string[]
  readonly logs: number
  readonly signals: number
  /** What stayed because rules, suppressions or tables name it. */
  readonly named: readonly string[]
  readonly isRaw: boolean
  /** What is missing beside it. */
  readonly note?: string
}

/** Why there is none: the rule raised no signal, is not evaluated, raises none here, has one already, or anything else. */
type RefusalKind = 'no signal' | 'not evaluated' | 'disagrees' | 'there already' | 'not written'

export interface RefusedSample {
  readonly rule: string
  readonly kind: RefusalKind
  readonly reason: string
}

export interface SampleOutcome {
  readonly made: readonly MadeSample[]
  readonly refused: readonly RefusedSample[]
}

/** What was written and what was not, a line each. */
export function sampleText({ made, refused }: SampleOutcome, paint: Painter): TerminalText {
  const lines = made.map(({ rules, files, logs, signals, named, isRaw, note }) => {
    const counts = `${counted(logs, 'log')}, ${counted(signals, 'signal')}`
    const stays =
      named.length > 0 ? terminal`  stays, since rules, suppressions or tables name it: ${named.join(', ')}\n` : ''
    const raw = isRaw ? terminal`  not anonymised: the sample holds what the tenant's logs hold\n` : ''
    const missing = note === undefined ? '' : terminal`  ${note}\n`
    return terminal`${paint.bold('made')}  ${rules.join(', ') || 'logs alone'}: ${counts}\n${files.map((file) => terminal`  ${file}\n`)}${stays}${raw}${missing}`
  })
  const others = refused.map(({ rule, kind, reason }) => terminal`${kind}  ${rule}${rule && ': '}${reason}\n`)
  const summary = terminal`${counted(made.length, 'sample')} made, ${refused.length} not\n`
  return terminal`${lines}${others}${summary}`
}

export function sampleJson({ made, refused }: SampleOutcome, mistakes: readonly Diagnostic[]): JsonText {
  return jsonDocument({
    made,
    refused,
    ...mistakesIn(mistakes),
    summary: { made: made.length, refused: refused.length },
  })
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
