import type { Diagnostic } from '../diagnostic/diagnostic'
import { type JsonText, jsonText } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'
import { type MutationReport, mutationScore } from '../mutation/run-mutations'
import { reportedDiagnostic } from './diagnostics-json'

/** Whether the tests of one rule or suppression bite, with each unnoticed change at its place in the file. */
export interface PlacedMutationReport {
  readonly report: MutationReport
  /** One for each survivor, in the same order. */
  readonly survivors: readonly Diagnostic[]
}

/** Survivors drawn in their files, then a line with the score of each rule and suppression. */
export function mutationText(
  reports: readonly PlacedMutationReport[],
  paint: Painter,
  draw: (diagnostic: Diagnostic) => TerminalText,
): TerminalText {
  const drawn = reports.flatMap(({ survivors }) => survivors.map((one) => terminal`${draw(one)}\n\n`))
  const lines = reports.map(({ report }) => {
    const { id, killed, survivors, equivalent } = report
    const mark = survivors.length === 0 ? paint.good('✓') : paint.error('✗')
    const proven = equivalent.length > 0 ? `, ${equivalent.length} proven to change nothing` : ''
    const count = `${killed.length} of ${killed.length + survivors.length} changes noticed`
    return terminal`${mark} ${id}  ${paint.faint(`${count} (${percent(mutationScore(report))})${proven}`)}\n`
  })
  return terminal`${drawn}${lines}${mutationSentence(reports)}\n`
}

/** One sentence over all rules and suppressions. */
export function mutationSentence(reports: readonly PlacedMutationReport[]): string {
  const count = (part: 'killed' | 'survivors'): number =>
    reports.reduce((sum, { report }) => sum + report[part].length, 0)
  const [noticed, missed] = [count('killed'), count('survivors')]
  if (missed === 0) return `all ${noticed} changes noticed`
  return `${noticed} changes noticed, ${missed} not: their tests would let such a mistake pass`
}

/** The same as data. */
export function mutationJson(reports: readonly PlacedMutationReport[]): JsonText {
  const documents = reports.map(({ report, survivors }) => ({
    kind: report.kind,
    id: report.id,
    score: mutationScore(report),
    noticed: report.killed.map(({ description }) => description),
    survivors: survivors.map((diagnostic, index) => ({
      description: report.survivors[index]?.description,
      caughtBy: report.survivors[index]?.caughtBy,
      ...reportedDiagnostic(diagnostic),
    })),
    equivalent: report.equivalent.map(({ description, equivalentBecause }) => ({
      description,
      because: equivalentBecause,
    })),
  }))
  return jsonText({ mutations: documents })
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}
