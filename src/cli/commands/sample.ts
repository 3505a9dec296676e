import { evaluateEvents } from '../../detect/evaluate'
import { quoted } from '../../diagnostic/shown'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { parseQuery } from '../../query/parse-query'
import { type MadeSample, type SampleOutcome, sampleJson, sampleText } from '../../report/sample-report'
import type { Draft } from '../../rule/rule'
import { makeSample } from '../../sampling/make-sample'
import { nearestName } from '../../shape/nearest-name'
import { decodeSignal } from '../../wire/decode-signal'
import { evaluationMistakes } from '../../workspace/checking/evaluation-mistakes'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { chosenDetections, openWorkspace } from '../open-workspace'
import { descriptionOf, sampleEachRule } from '../sampling/each-rule'
import { ruleOfSignal } from '../sampling/rule-of-signal'
import { sampleOfSignal, searchesForSignal } from '../sampling/sample-of-signal'
import { SamplingRun } from '../sampling/sampling-run'
import { writeSample } from '../sampling/write-sample'
import { withTenant } from '../tenants/tenant-logs'
import { stretchAsked } from '../times-asked'
import { tellDiagnostics } from '../write-diagnostics'

interface SampleOptions {
  readonly last?: string
  readonly from?: string
  readonly to?: string
  readonly rule?: string
  readonly raw?: boolean
  readonly eachRule?: boolean
  readonly maxLogs?: number
  readonly failOn?: string
}

/** `ddac sample SIGNAL|QUERY`: logs of the tenant as a sample with a test. 0, or 1 for what `--fail-on` names. */
export async function sample(
  context: CliContext,
  globals: GlobalOptions,
  what: string | undefined,
  options: SampleOptions,
): Promise<number> {
  const format = formatFrom(globals, 'sample')
  if ((what === undefined) !== (options.eachRule === true)) {
    throw new WorldError(
      'usage',
      'it is not said what to sample',
      'Name a signal or a query, or pass --each-rule alone.',
    )
  }
  const workspace = openWorkspace(context, globals)
  const mistakes = evaluationMistakes(workspace)
  tellDiagnostics(mistakes, context, globals)
  const detections = chosenDetections(workspace, context, globals)
  const isSignal = what !== undefined && /^[\w-]{16,}$/.test(what)
  const asked = isSignal ? undefined : stretchAsked(options, context.now())
  const outcome = await withTenant(workspace, context, globals, async (tenant) => {
    const run = new SamplingRun(workspace, detections, tenant, options, context, globals)
    if (what === undefined) return sampleEachRule(run, asked ?? { fromMs: 0, toMs: 0 }, context.cwd)
    return asked === undefined
      ? sampleSignal(run, what, context.cwd)
      : sampleQuery(run, { query: what, ...asked }, options.rule, context.cwd)
  })
  context.stdout.write(
    format === 'json' ? sampleJson(outcome, mistakes) : sampleText(outcome, makePainter(globals.colour)),
  )
  return isFailure(outcome, options.failOn) ? exitCodes.no : exitCodes.yes
}

function isFailure({ made, refused }: SampleOutcome, failOn: string | undefined): boolean {
  if (failOn === 'disagreement') return refused.some(({ kind }) => kind === 'disagrees')
  return failOn === 'refusal' && (made.length === 0 || refused.some(({ kind }) => kind !== 'there already'))
}

async function sampleSignal(run: SamplingRun, id: string, cwd: string): Promise<SampleOutcome> {
  const resource = await run.tenant.logs.signal(id)
  const signal = resource && decodeSignal(resource)
  if (!signal) {
    const help = 'Its id stands in the address of its page in Datadog; anything with a colon or a blank is a query.'
    throw new WorldError('not-found', `the tenant ${run.tenant.config.name} has no signal ${id}`, help)
  }
  const rule = await ruleOfSignal(signal, run.detections.rules, run.tenant)
  if (!rule) {
    const help = `ddac import ${signal.ruleId} brings it.`
    throw new WorldError('not-found', 'the rule of that signal is not in this workspace', help)
  }
  const searches = searchesForSignal(run, rule, signal)
  const logs = searches.length === 0 ? [] : await (await run.fetch(searches))(searches)
  const made = sampleOfSignal(run, rule, signal, logs)
  if ('refusal' in made) return refusedOne(rule.id ?? '', made.disagrees ? 'disagrees' : 'not written', made.refusal)
  const name = 'the logs of a signal raise it again'
  return written(run, run.rulesFor(rule), cwd, { name, kind: 'firing', sample: made })
}

async function sampleQuery(
  run: SamplingRun,
  search: { readonly query: string; readonly fromMs: number; readonly toMs: number },
  named: string | undefined,
  cwd: string,
): Promise<SampleOutcome> {
  const chosen = rulesFor(run, named)
  const logs = await (await run.fetch([search]).catch((error) => refuseSearch(error, search.query)))([search])
  if (logs.length === 0) return refusedOne(named ?? '', 'not written', 'no log of that time matches')
  const events = logs.map(({ event }) => event)
  const { signals } = evaluateEvents(chosen, events, run.evaluation)
  const rules = named === undefined ? chosen.filter(({ id }) => signals.some(({ rule }) => rule === id)) : chosen
  if (rules.length === 0) {
    const reason = `no rule raises a signal on these ${logs.length} logs; --rule ID makes a silent test of one`
    return refusedOne('', 'not written', reason)
  }
  const made = makeSample({ rules, logs, ...run.evaluation, ...(run.key !== undefined && { key: run.key }) })
  if ('refusal' in made) return refusedOne(rules.map(({ id }) => id).join(', '), 'not written', made.refusal)
  const isSilent = made.signals.length === 0
  const name = isSilent ? 'these logs raise nothing' : 'these logs raise what they raised'
  return written(run, rules, cwd, { name, kind: isSilent ? 'silent' : 'firing', sample: made })
}

/** What the tenant refuses is what was typed, and no file. */
function refuseSearch(error: unknown, query: string): never {
  if (!(error instanceof WorldError) || error.code !== 'rejected') throw error
  const problem = parseQuery(query).problems.find(({ severity }) => severity === 'error')
  const help = 'Write it as in the Log Explorer, in quotes for the shell: source:okta @evt.outcome:FAILURE.'
  if (problem === undefined) throw new WorldError('usage', error.message, help)
  const rest = query.slice(problem.start)
  const where = rest === '' ? 'at its end' : `at ${quoted(rest)}`
  throw new WorldError('usage', `${error.message}; ${where}: ${problem.message}`, problem.help ?? help)
}

function rulesFor(run: SamplingRun, named: string | undefined): readonly Draft[] {
  const { detections } = run
  if (named === undefined) return detections.rules.filter(({ isEnabled }) => isEnabled)
  const rule = detections.rules.find(({ id }) => id === named)
  if (rule) return run.rulesFor(rule)
  const ids = detections.rules.flatMap(({ id }) => id ?? [])
  const near = nearestName(named, ids)
  throw new WorldError(
    'not-found',
    `the workspace has no rule "${named}"`,
    near ? `Did you mean ${near}?` : 'ddac validate lists the files.',
  )
}

function written(
  run: SamplingRun,
  rules: readonly Draft[],
  cwd: string,
  test: Parameters<typeof writeSample>[3][number],
): SampleOutcome {
  const ids = rules.flatMap(({ id }) => id ?? [])
  const done = writeSample(run, rules, descriptionOf(run), [test], cwd)
  if ('refusal' in done) return refusedOne(ids.join(', '), 'not written', done.refusal)
  const { logs, signals, named } = test.sample
  const made: MadeSample = {
    rules: ids,
    files: done.files,
    logs: logs.length,
    signals: signals.length,
    named,
    isRaw: run.key === undefined,
  }
  return { made: [made], refused: [] }
}

function refusedOne(rule: string, kind: SampleOutcome['refused'][number]['kind'], reason: string): SampleOutcome {
  return { made: [], refused: [{ rule, kind, reason }] }
}
