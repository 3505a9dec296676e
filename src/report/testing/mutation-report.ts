import type { Diagnostic } from '../../diagnostic/diagnostic'
import { type Block, type Bound, boundedMarkdown } from '../../medium/bounded-markdown'
import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import { codeSpan, type MarkdownText, markdown } from '../../medium/markdown-text'
import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { type MutationReport, mutationScore } from '../../mutation/run-mutations'
import type { PolicyOutcome } from '../../workspace/checking/policy-outcome'
import { reportedDiagnostic } from '../diagnostics-json'
import { diagnosticsTable } from '../diagnostics-markdown'
import type { JunitCase } from '../junit'
import { policyJunitCases, reportedPolicy } from '../policy/policy-report'

/** Whether the tests of one rule or suppression bite, with each unnoticed change at its place in the file. */
export interface PlacedMutationReport {
  readonly report: MutationReport
  /** Where it stands, as the user knows it. */
  readonly file: string
  /** One for each survivor, in the same order. */
  readonly survivors: readonly Diagnostic[]
}

/** How much of it is told: all, or a line for each rule that is not right. */
export type MutationForm = 'whole' | 'short'

/**
 * Rules whose tests fail as they are come first, then survivors drawn in their files, then a line with the score of each
 * rule and suppression. The short form has the lines of those that are not right alone.
 */
export function mutationText(
  reports: readonly PlacedMutationReport[],
  form: MutationForm,
  paint: Painter,
  draw: (diagnostic: Diagnostic) => TerminalText,
): TerminalText {
  const all = reports.map(({ report }) => report)
  const drawn =
    form === 'short' ? [] : reports.flatMap(({ survivors }) => survivors.map((one) => terminal`${draw(one)}\n\n`))
  const failing = all.filter((report) => report.failing.length > 0).map((report) => failingLine(report, form, paint))
  const told = all.filter(
    (report) => form === 'whole' || report.survivors.length > 0 || report.notEvaluated !== undefined,
  )
  return terminal`${failing}${drawn}${told.map((report) => scoreLine(report, paint))}${mutationSentence(reports)}\n`
}

function failingLine({ id, failing }: MutationReport, form: MutationForm, paint: Painter): TerminalText {
  const count = failing.length === 1 ? 'a test fails' : `${failing.length} tests fail`
  const names = form === 'short' ? [] : failing.map((name) => terminal`    ${name}\n`)
  return terminal`${paint.error('✗')} ${id}  ${count} without any change, and can notice none: mend that first\n${names}`
}

function scoreLine(report: MutationReport, paint: Painter): TerminalText {
  const { id, killed, survivors, equivalent, notEvaluated } = report
  if (notEvaluated !== undefined) return terminal`${paint.warning('?')} ${id}  not evaluated, because ${notEvaluated}\n`
  const score = mutationScore(report)
  const proven = equivalent.length > 0 ? `, ${equivalent.length} proven to change nothing` : ''
  if (score === undefined) return terminal`${paint.faint('·')} ${id}  ${paint.faint(`nothing to change${proven}`)}\n`
  const mark = survivors.length === 0 ? paint.good('✓') : paint.error('✗')
  const count = `${killed.length} of ${killed.length + survivors.length} changes noticed`
  return terminal`${mark} ${id}  ${paint.faint(`${count} (${percent(score)})${proven}`)}\n`
}

/** One sentence over all rules and suppressions that are evaluated. */
export function mutationSentence(reports: readonly PlacedMutationReport[]): string {
  const { killed, survivors, failing, notEvaluated } = allMutations(reports)
  const [noticed, missed] = [killed.length, survivors.length]
  const score = mutationScore({ killed, survivors })
  const changes =
    score === undefined
      ? 'nothing to change'
      : missed === 0
        ? `all ${noticed} changes noticed`
        : `${noticed} changes noticed, ${missed} not (${percent(score)}): their tests would let such a mistake pass`
  return [
    changes,
    ...(failing > 0 ? [`${failing} with tests that fail`] : []),
    ...(notEvaluated > 0 ? [`${notEvaluated} not evaluated`] : []),
  ].join(', ')
}

/** What came of all rules and suppressions together; those that are not evaluated have no changes. */
export function allMutations(reports: readonly PlacedMutationReport[]) {
  const all = reports.map(({ report }) => report)
  return {
    killed: all.flatMap(({ killed }) => killed),
    survivors: all.flatMap(({ survivors }) => survivors),
    failing: all.filter(({ failing }) => failing.length > 0).length,
    notEvaluated: all.filter(({ notEvaluated }) => notEvaluated !== undefined).length,
  }
}

/** The same as one document. */
export function mutationJson(reports: readonly PlacedMutationReport[], policy?: PolicyOutcome): JsonText {
  return jsonDocument({
    mutations: reports.map(reported),
    ...(policy && { policy: reportedPolicy(policy) }),
    summary: summaryOf(reports),
  })
}

/** One rule or suppression a line, then the count. */
export function mutationNdjson(reports: readonly PlacedMutationReport[], policy?: PolicyOutcome): JsonText {
  const told = policy ? [{ kind: 'policy', ...reportedPolicy(policy) }] : []
  return jsonLines([...reports.map(reported), ...told, { kind: 'summary', ...summaryOf(reports) }])
}

/** A table of rules and suppressions for a comment or a job's summary, and of the changes that no test notices. */
export function mutationMarkdown(
  reports: readonly PlacedMutationReport[],
  policy: PolicyOutcome | undefined,
  bound: Bound | undefined,
): MarkdownText {
  const rows = reports.map(({ report }) => {
    const { id, killed, survivors, failing, notEvaluated } = report
    const isRight = survivors.length + failing.length === 0 && notEvaluated === undefined
    const score = mutationScore(report)
    const noticed = `${killed.length} of ${killed.length + survivors.length}`
    const told =
      notEvaluated !== undefined
        ? `not evaluated, because ${notEvaluated}`
        : failing.length > 0
          ? `${failing.length === 1 ? 'a test fails' : `${failing.length} tests fail`} without any change`
          : score === undefined
            ? ''
            : percent(score)
    const mark = isRight ? markdown`:white_check_mark:` : markdown`:x:`
    return { text: markdown`| ${mark} | ${codeSpan(id)} | ${noticed} | ${told} |`, about: id }
  })
  const head = markdown`| | rule or suppression | changes noticed | |\n| --- | --- | ---: | --- |`
  const blocks: readonly Block[] = [
    { text: markdown`## Whether tests notice changes` },
    { text: markdown`${mutationSentence(reports)}.` },
    ...(rows.length > 0 ? [{ text: head, rows }] : []),
    ...diagnosticsTable([...(policy?.diagnostics ?? []), ...reports.flatMap(({ survivors }) => survivors)]),
  ]
  return boundedMarkdown(blocks, bound)
}

/** One case for each rule and suppression: whether its tests notice all that was changed. */
export function mutationJunitCases(
  reports: readonly PlacedMutationReport[],
  policy: PolicyOutcome | undefined,
  draw: (diagnostic: Diagnostic) => TerminalText,
): JunitCase[] {
  const asked = policy ? policyJunitCases(policy, draw) : []
  const cases = reports.map(({ report: { id, failing, notEvaluated }, file, survivors }) => {
    const told = [...failing.map((name) => `it fails without any change: ${name}`), ...survivors.map(draw)]
    const one = { suite: file, name: `every change of ${id} is noticed` }
    if (notEvaluated !== undefined) return { ...one, error: notEvaluated }
    return told.length === 0 ? one : { ...one, failure: told.join('\n\n') }
  })
  return [...cases, ...asked]
}

function reported({ report, survivors }: PlacedMutationReport) {
  return {
    kind: report.kind,
    id: report.id,
    score: mutationScore(report) ?? null,
    ...(report.notEvaluated !== undefined && { notEvaluated: report.notEvaluated }),
    ...(report.failing.length > 0 && { failing: report.failing }),
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
  }
}

function summaryOf(reports: readonly PlacedMutationReport[]) {
  const { killed, survivors, failing, notEvaluated } = allMutations(reports)
  const score = mutationScore({ killed, survivors }) ?? null
  return { noticed: killed.length, survivors: survivors.length, score, failing, notEvaluated }
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}
