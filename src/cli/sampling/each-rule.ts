import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { MadeSample, RefusedSample, SampleOutcome } from '../../report/sample-report'
import type { Draft } from '../../rule/rule'
import { makeSample } from '../../sampling/make-sample'
import { nearQueriesOf } from '../../sampling/near-queries'
import type { RemoteSignal } from '../../wire/decode-signal'
import { stemOf } from '../../workspace/list-files'
import type { Stretch } from '../../workspace/tenant-logs/kept-search'
import type { LogSearch } from '../../workspace/tenant-logs/log-source'
import { ruleOfSignal } from './rule-of-signal'
import { sampleOfSignal, searchesForSignal } from './sample-of-signal'
import type { SamplingRun } from './sampling-run'
import { type NewTest, writeSample } from './write-sample'

/** So many logs that miss a clause are enough for a silent test. */
const silentLogs = 5

/**
 * For every rule a firing test from its latest signal and a silent one from logs that miss one clause of a query. Rules
 * that have such a test are passed over; those for which there can be none are told with the reason.
 */
export async function sampleEachRule(run: SamplingRun, asked: Stretch, cwd: string): Promise<SampleOutcome> {
  const made: MadeSample[] = []
  const refused: RefusedSample[] = []
  const enabled = run.detections.rules.filter(({ isEnabled }) => isEnabled)
  const open: Draft[] = []
  for (const rule of enabled) {
    const reason = run.reasonAgainst(rule)
    if (reason !== undefined) refused.push({ rule: rule.id ?? '', kind: 'not evaluated', reason })
    else if (hasSample(run, rule)) {
      refused.push({ rule: rule.id ?? '', kind: 'there already', reason: 'its test from a signal is not written over' })
    } else open.push(rule)
  }
  const latest = await latestSignals(run, asked, open)
  const wanted = open.flatMap((rule) => {
    const signal = latest.get(rule)
    if (signal) return [{ rule, signal, searches: searchesForSignal(run, rule, signal) }]
    refused.push({ rule: rule.id ?? '', kind: 'no signal', reason: 'the tenant shows none of that time' })
    return []
  })
  const logsOf = wanted.length === 0 ? undefined : await run.fetch(wanted.flatMap(({ searches }) => searches))
  for (const { rule, signal, searches } of wanted) {
    const id = rule.id ?? ''
    const firing = sampleOfSignal(run, rule, signal, (await logsOf?.(searches)) ?? [])
    if ('refusal' in firing) {
      refused.push({ rule: id, kind: firing.disagrees ? 'disagrees' : 'not written', reason: firing.refusal })
      continue
    }
    const silent = await silentTest(run, rule, asked)
    const name = 'the logs of its latest signal raise it again'
    const tests: readonly NewTest[] = [{ name, kind: 'firing', sample: firing }, ...(silent ? [silent] : [])]
    const written = writeSample(run, run.rulesFor(rule), descriptionOf(run), tests, cwd)
    if ('refusal' in written) {
      refused.push({ rule: id, kind: 'not written', reason: written.refusal })
      continue
    }
    made.push({
      rules: [id],
      files: written.files,
      logs: tests.reduce((sum, { sample }) => sum + sample.logs.length, 0),
      signals: firing.signals.length,
      named: [...new Set(tests.flatMap(({ sample }) => sample.named))].sort(),
      isRaw: run.key === undefined,
      ...(!silent && { note: 'no silent test: no log misses just one clause of its queries' }),
    })
  }
  return { made, refused }
}

/** What a test file says of where it is from: no name, no id of the tenant. */
export function descriptionOf(run: SamplingRun): string {
  return run.key === undefined ? 'From logs of a tenant, as they are.' : 'From logs of a tenant, anonymised.'
}

function hasSample({ workspace }: SamplingRun, rule: Draft): boolean {
  const path = workspace.rules.find(({ draft }) => draft?.id === rule.id)?.path
  return (
    path !== undefined &&
    existsSync(join(dirname(path), `${stemOf(path).slice(dirname(path).length + 1)}.sample.test.yaml`))
  )
}

/** The latest signal of each rule, out of all of that time. */
async function latestSignals(
  run: SamplingRun,
  asked: Stretch,
  rules: readonly Draft[],
): Promise<ReadonlyMap<Draft, RemoteSignal>> {
  const latest = new Map<Draft, RemoteSignal>()
  if (rules.length === 0) return latest
  const byRule = new Map<string, Draft | undefined>()
  for await (const signal of run.signals({ query: '*', ...asked })) {
    if (!byRule.has(signal.ruleId)) byRule.set(signal.ruleId, await ruleOfSignal(signal, rules, run.tenant))
    const rule = byRule.get(signal.ruleId)
    if (rule) latest.set(rule, signal)
  }
  return latest
}

/** Logs that miss one clause, on which the rule stays silent; of several clauses the last one that finds any. */
async function silentTest(run: SamplingRun, rule: Draft, asked: Stretch): Promise<NewTest | undefined> {
  for (const query of nearQueriesOf(rule)) {
    const search: LogSearch = { query, ...asked }
    const logs = await run.some(search, silentLogs)
    if (logs.length === 0) continue
    const key = run.key === undefined ? {} : { key: run.key }
    const sample = makeSample({ rules: run.rulesFor(rule), logs, ...run.evaluation, ...key })
    if ('refusal' in sample || sample.signals.length > 0) continue
    return { name: 'logs that miss one clause of a query raise none', kind: 'silent', sample }
  }
  return undefined
}
