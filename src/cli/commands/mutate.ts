import { type Diagnostic, placeFinding } from '../../diagnostic/diagnostic'
import { drawDiagnostic } from '../../diagnostic/frame'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import { contentDigest } from '../../json/canonical-json'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import type { ReadyTests } from '../../mutation/ready-tests'
import {
  type MutationReport,
  mutationScore,
  runRuleMutations,
  runSuppressionMutations,
} from '../../mutation/run-mutations'
import { codeQuality } from '../../report/code-quality'
import { githubAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import { policyText } from '../../report/policy/policy-report'
import {
  allMutations,
  mutationJson,
  mutationJunitCases,
  mutationMarkdown,
  mutationNdjson,
  mutationSentence,
  mutationText,
  type PlacedMutationReport,
} from '../../report/testing/mutation-report'
import type { Suppression } from '../../suppression/suppression'
import { countCases } from '../../testing/count-cases'
import { findSubject } from '../../testing/find-subject'
import { firstById } from '../../testing/first-by-id'
import { bindingPolicy } from '../../testing/test-policy'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { type PolicyOutcome, policyOutcome } from '../../workspace/checking/policy-outcome'
import { testFiles } from '../../workspace/checking/ready-tests'
import { runTestFiles } from '../../workspace/checking/run-test-files'
import type { Selection } from '../../workspace/checking/select-files'
import { readSamples } from '../../workspace/samples/read-samples'
import { hasErrors, suppressionsOf, type Workspace } from '../../workspace/workspace'
import type { YamlDocument } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import type { NewBeside } from '../impact/new-beside'
import { chosenDetections } from '../open-workspace'
import { boundOf } from '../tenants/markdown-bound'
import { progressLine, tellDiagnostics } from '../write-diagnostics'

export interface MutateOptions {
  /** The share of changes, in percent, that must be noticed; all where it is not given. */
  readonly minScore?: string
  /** A line for each rule that is not right, and nothing drawn. */
  readonly short?: boolean
  /** How long Markdown may get. */
  readonly maxSize?: number
}

/**
 * `ddac test --mutate`: do the tests notice when a rule is changed? 1 if more changes get past all of them than are
 * allowed, or if tests fail without any. What is asked of each rule by `policy.tests` counts where no `--min-score` is given:
 * beside a commit of those rules alone that are new, over the whole workspace with the number of the others.
 */
export async function mutate(
  workspace: Workspace,
  { isSelected, base }: { readonly isSelected: Selection; readonly base: NewBeside | undefined },
  options: MutateOptions,
  context: CliContext,
  globals: GlobalOptions,
): Promise<number> {
  const format = formatFrom(globals, 'test')
  const policy = bindingPolicy(workspace.config.policy.tests, base)
  const wanted = minimumScore(options.minScore, policy?.minMutationScore)
  const detections = chosenDetections(workspace, context, globals)
  const samples = await readSamples(workspace, workspace.tests, context.cwd)
  const { readyTests } = testFiles(workspace, detections)
  const tests = workspace.tests.flatMap((file) => {
    const ready = readyTests(file, samples)
    return ready ? [{ path: file.path, ready }] : []
  })
  const tested = new Set(tests.flatMap(({ path, ready }) => (isSelected(path) ? subjectsOf(ready) : [])))
  const isMeant = (path: string, id: string | undefined): boolean => isSelected(path) || tested.has(id)
  const ready = tests.map((each) => each.ready)
  const progress = progressLine(context.stderr, globals.quiet)
  const reports: PlacedMutationReport[] = []
  const ruleOf = firstById(detections.rules)
  for (const { rule: read, document, path } of workspace.rules) {
    const rule = ruleOf.get(read?.id)
    if (!rule || !isMeant(path, rule.id) || base?.rules.has(rule.id ?? rule.name) === false) continue
    progress.show(`changing ${rule.id}`)
    reports.push(placed(runRuleMutations(rule, ready), document))
  }
  const before = new Set(base?.at.workspace ? suppressionsOf(base.at.workspace).map(digestOf) : [])
  const suppressionOf = firstById(detections.suppressions)
  for (const { suppression: read, document, path } of workspace.suppressions) {
    const suppression = suppressionOf.get(read?.id)
    if (!suppression || !isMeant(path, suppression.id) || before.has(digestOf(suppression))) continue
    progress.show(`changing ${suppression.id}`)
    reports.push(placed(runSuppressionMutations(suppression, ready), document))
  }
  progress.clear()
  const isAll = workspace.rules.every(({ path }) => isSelected(path)) && tests.every(({ path }) => isSelected(path))
  const isHeld = options.minScore === undefined && policy?.minMutationScore !== undefined && (base || isAll)
  const held = isHeld ? await heldToPolicy(workspace, detections, reports, base, context, globals) : undefined
  if (held) tellDiagnostics(held.diagnostics, context, globals)
  context.stdout.write(printed(reports, held, options, format, globals.colour))
  const { failing, ...all } = allMutations(reports)
  const isEnough = held ? !hasErrors(held.diagnostics) : (mutationScore(all) ?? 1) >= wanted
  return failing === 0 && isEnough ? exitCodes.yes : exitCodes.no
}

/** Counts the tests of the changed rules as well: a rule that is below for one reason counts once. */
async function heldToPolicy(
  workspace: Workspace,
  detections: LocalDetections,
  reports: readonly PlacedMutationReport[],
  base: NewBeside | undefined,
  context: CliContext,
  globals: GlobalOptions,
): Promise<PolicyOutcome | undefined> {
  const rules = reports.flatMap(({ report }) => (report.kind === 'rule' ? [report] : []))
  const scores = new Map(rules.map((report) => [report.id, (mutationScore(report) ?? 1) * 100]))
  const { files } = await runTestFiles(workspace, () => true, detections, { cwd: context.cwd })
  const counts = countCases(files.flatMap(({ results }) => results.map(({ result }) => result)))
  const reach = base ? 'some rules' : globals.tenants.length > 0 ? 'at least' : 'whole'
  return policyOutcome(workspace, detections, { rules: scores.keys(), counts, scores, base, reach })
}

/** What decides which signals a suppression hides. */
function digestOf({ rules, ruleQuery, suppressionQuery, dataExclusionQuery, startMs, expiresMs }: Suppression): string {
  return contentDigest({ rules, ruleQuery, suppressionQuery, dataExclusionQuery, startMs, expiresMs }, 32)
}

/** What a test file is about: its rules, or the suppression that it tests on them. */
function subjectsOf({ file, detections }: ReadyTests): readonly (string | undefined)[] {
  const { rules = [], suppression } = findSubject(file, detections).subject ?? {}
  return suppression ? [suppression.id] : rules.map(({ id }) => id)
}

function minimumScore(written: string | undefined, ofPolicy = 100): number {
  const percent =
    written === undefined ? ofPolicy : /^\d{1,3}(?:\.\d{1,3})?$/.test(written) ? Number(written) : Number.NaN
  if (percent >= 0 && percent <= 100) return percent / 100
  throw new WorldError('usage', `--min-score cannot be "${written}"`, 'Write a share in percent: --min-score 80.')
}

function placed(report: MutationReport, document: YamlDocument): PlacedMutationReport {
  const survivors = report.survivors.map(({ description, caughtBy, path, range }) => {
    const message = `no test notices when ${description}`
    const finding = { code: 'T104', severity: 'error', message, help: `missing: ${caughtBy}`, path } as const
    return placeFinding({ ...finding, ...(range && { range }) }, document.locate)
  })
  return { report, file: document.source.path, survivors }
}

function printed(
  reports: readonly PlacedMutationReport[],
  policy: PolicyOutcome | undefined,
  { short, maxSize }: MutateOptions,
  format: FormatOf<'test'>,
  colour: boolean,
): SafeText {
  const paint = makePainter(colour)
  const draw = (diagnostic: Diagnostic): TerminalText => drawDiagnostic(diagnostic, { colour: paint })
  switch (format) {
    case 'text':
      return terminal`${mutationText(reports, short ? 'short' : 'whole', paint, draw)}${policy ? policyText(policy) : ''}`
    case 'json':
      return mutationJson(reports, policy)
    case 'ndjson':
      return mutationNdjson(reports, policy)
    case 'junit':
      return junit(mutationJunitCases(reports, policy, (diagnostic) => drawDiagnostic(diagnostic)))
    case 'markdown':
      return mutationMarkdown(reports, policy, boundOf(maxSize, 1, 'ddac test --mutate tells all.'))
    case 'gitlab':
      return codeQuality([...(policy?.diagnostics ?? []), ...reports.flatMap(({ survivors }) => survivors)])
    case 'github':
      return workflowLog(
        githubAnnotations([...(policy?.diagnostics ?? []), ...reports.flatMap(({ survivors }) => survivors)]),
        terminal`${mutationSentence(reports)}\n`,
      )
    default:
      return unreachable(format)
  }
}
