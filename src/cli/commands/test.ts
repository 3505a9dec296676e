import type { Diagnostic } from '../../diagnostic/diagnostic'
import { drawDiagnostic } from '../../diagnostic/frame'
import { unreachable } from '../../diagnostic/unreachable'
import { WorldError } from '../../diagnostic/world-error'
import type { Bound } from '../../medium/bounded-markdown'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import { workflowLog } from '../../medium/workflow-text'
import { codeQuality } from '../../report/code-quality'
import { githubAnnotations } from '../../report/github-annotations'
import { junit } from '../../report/junit'
import { testAnnotations } from '../../report/testing/test-annotations'
import { testMarkdown } from '../../report/testing/test-markdown'
import { testJson, testJunitCases, testNdjson, testSentence, testText } from '../../report/testing/test-report'
import { type CaseCount, readMinimum } from '../../testing/count-cases'
import type { PolicyBase } from '../../testing/test-policy'
import { type Selection, selectFiles } from '../../workspace/checking/select-files'
import { type TestRun, testWorkspace } from '../../workspace/checking/test-workspace'
import { findWorkspace } from '../../workspace/find-workspace'
import type { Workspace } from '../../workspace/workspace'
import { type CliContext, exitCodes } from '../context'
import { type Also, alsoAsked, formatFor, writeAlso } from '../formats/also'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { newBeside, tellNoPolicy } from '../impact/new-beside'
import { chosenDetections, chosenWorkspace, openWorkspace, shownFrom } from '../open-workspace'
import { ShownResults } from '../shown-results'
import { boundOf } from '../tenants/markdown-bound'
import type { Changed } from '../watch'
import { tellDiagnostics } from '../write-diagnostics'
import type { MutateOptions } from './mutate'

interface TestCommandOptions extends MutateOptions {
  readonly min?: string
  /** The commit beside which rules are new. */
  readonly base?: string
  readonly mutate?: boolean
  readonly watch?: boolean
  /** Files that hold the same in other formats. */
  readonly also?: readonly string[]
  /** A part of the names of the tests that are run. */
  readonly name?: string
  /** In Markdown: what was expected and what came. */
  readonly showValues?: boolean
}

/** `ddac test`: declared tests, run by the evaluator itself. 1 if one does not pass, or a file has a mistake. */
export async function test(
  context: CliContext,
  globals: GlobalOptions,
  paths: readonly string[],
  options: TestCommandOptions,
): Promise<number> {
  const minimum = options.min === undefined ? undefined : readMinimum(options.min)
  if (options.min !== undefined && !minimum) {
    const help = 'Write firing and silent tests with a plus between them: --min 1+1.'
    throw new WorldError('usage', `--min cannot be "${options.min}"`, help)
  }
  if (!options.mutate && (options.short || options.minScore !== undefined)) {
    const given = options.short ? '--short' : '--min-score'
    throw new WorldError('usage', `${given} goes with --mutate`, 'Write ddac test --mutate beside it, or leave it out.')
  }
  if (options.name !== undefined && (options.mutate || minimum || options.base !== undefined)) {
    const other = options.mutate ? '--mutate' : minimum ? '--min' : '--base'
    throw new WorldError('usage', `-k and ${other} contradict each other`, `${other} needs all tests of a rule.`)
  }
  const also = alsoAsked(options.also, 'test')
  if (also.length > 0 && options.mutate) {
    throw new WorldError('usage', '--also and --mutate contradict each other', 'Run ddac test --mutate with --format.')
  }
  const read = { ...globals, ...formatFor(also, globals) }
  const shown = new ShownResults()
  const once = async (changed?: Changed): Promise<number> => {
    const workspace = openWorkspace(context, read)
    const from = shownFrom(workspace.root, context, read)
    const isSelected = selectFiles(workspace, paths, { cwd: context.cwd, shownFrom: from })
    const here = chosenWorkspace(workspace, context, globals)
    const base = options.base === undefined ? undefined : await newBeside(options.base, workspace, context, globals)
    const asked: Asked = {
      isSelected,
      minimum,
      base,
      name: options.name,
      shown: shown.since(changed, workspace),
      bound: boundOf(options.maxSize, 1, 'ddac test tells all.'),
      showsValues: options.showValues === true,
      also,
      from,
    }
    if (options.mutate) {
      const { mutate } = await import('./mutate')
      return mutate(here, { isSelected, base }, options, context, globals)
    }
    if (base && !minimum) tellNoPolicy(workspace, base, context, globals)
    return testOnce(here, asked, context, globals)
  }
  if (!options.watch) return context.busy(once)
  const { watchFolder } = await import('../watch')
  return watchFolder(findWorkspace(context.cwd, globals.workspace), context, once)
}

/** What of a workspace is tested, and which results are shown. */
interface Asked {
  readonly isSelected: Selection
  readonly minimum: CaseCount | undefined
  readonly base: PolicyBase | undefined
  readonly name: string | undefined
  readonly shown: (run: TestRun) => TestRun['files']
  readonly bound: Bound | undefined
  readonly showsValues: boolean
  readonly also: readonly Also<'test'>[]
  /** From where paths are shown. */
  readonly from: string
}

async function testOnce(
  workspace: Workspace,
  { isSelected, minimum, base, name, shown, also, from, ...printing }: Asked,
  context: CliContext,
  globals: GlobalOptions,
): Promise<number> {
  const format = formatFrom(globals, 'test')
  const detections = chosenDetections(workspace, context, globals)
  const tested = await testWorkspace(workspace, detections, {
    isSelected,
    cwd: from,
    now: context.now,
    ...(minimum && { minimum }),
    base,
    isForTenant: globals.tenants.length > 0,
    ...(name !== undefined && { isNamed: (test) => test.toLowerCase().includes(name.toLowerCase()) }),
  })
  if (name !== undefined && tested.files.length === 0) {
    throw new WorldError('not-found', `no test has "${name}" in its name`, 'ddac test --format ndjson lists all names.')
  }
  tellDiagnostics(tested.diagnostics, context, globals)
  const options = { shown: shown(tested), ...printing }
  context.stdout.write(printed(tested, format, globals, options))
  await writeAlso(also, (other) => printed(tested, other, { ...globals, colour: false }, options), context)
  return tested.isGood ? exitCodes.yes : exitCodes.no
}

function printed(
  run: TestRun,
  format: FormatOf<'test'>,
  { colour, columns }: GlobalOptions,
  { shown, bound, showsValues }: Pick<Asked, 'bound' | 'showsValues'> & { readonly shown: TestRun['files'] },
): SafeText {
  const paint = makePainter(colour)
  // Two blanks stand before each line of a result.
  const options = { colour: paint, columns: columns && columns - 2 }
  const draw = (diagnostic: Diagnostic): TerminalText => drawDiagnostic(diagnostic, options)
  const placed = [...testAnnotations(run), ...run.mistakes, ...(run.policy?.diagnostics ?? [])]
  switch (format) {
    case 'text':
      return testText(run, paint, draw, shown)
    case 'json':
      return testJson(run)
    case 'ndjson':
      return testNdjson(run)
    case 'markdown':
      return testMarkdown(run, { bound, showsValues })
    case 'github':
      return workflowLog(githubAnnotations(placed), terminal`${testSentence(run)}\n`)
    case 'gitlab':
      return codeQuality(placed)
    case 'junit':
      return junit(testJunitCases(run, (diagnostic) => drawDiagnostic(diagnostic)))
    default:
      return unreachable(format)
  }
}
