import { compileRules } from '../detect/compile-rules'
import type { LogEvent } from '../event/log-event'
import type { JsonObject } from '../json/json'
import { runSuppressionMutations } from '../mutation/run-mutations'
import type { Draft } from '../rule/rule'
import { readsSignals } from '../rule/signals-read'
import { makeSample } from '../sampling/make-sample'
import type { Suppression } from '../suppression/suppression'
import { readTests } from '../testing/read-tests'
import { type RunOptions, runTests } from '../testing/run-tests'
import { printYaml } from '../yaml/print-yaml'
import { readYaml } from '../yaml/yaml-document'
import type { Asked } from './clauses'
import { logAsShown, valueInLogs } from './log-as-shown'
import { fewestOf, firstOf, type Outcome, type Trial, tryAt } from './quiet-times'
import { type Case, casesOf, changed, type ReadyExample, readAgain } from './suppression-cases'

/** A signal that a test shows hidden. */
export interface Example {
  /** What the suppression asks of it. */
  readonly asked: readonly Asked[]
  readonly rule: Draft
  /** Logs that may raise it, the fewest first. */
  readonly logs: readonly (readonly LogEvent[])[]
  /** The logs are those of another signal of the rule, to be given what is asked. */
  readonly isBorrowed?: boolean
}

export interface TestTask extends Pick<RunOptions, 'tables' | 'harmlessKeys'> {
  /** As it is written, with its end. */
  readonly suppression: Suppression
  /** The rules in its scope, and those whose signals they look at. */
  readonly rules: readonly Draft[]
  /** They are not just those in its scope, so that the test has to name them. */
  readonly namesRules?: boolean
  readonly examples: readonly Example[]
  /** Decides the names that stand in place of others; without one logs stay as they are. */
  readonly key?: string | undefined
  readonly nowMs: number
}

/** The files of a test, by their names beside the suppression; and how many changes of the suppression it notices. */
export interface MadeTest {
  readonly text: string
  readonly samples: readonly { readonly file: string; readonly text: string }[]
  readonly mutations: { readonly noticed: number; readonly of: number; readonly missed: readonly string[] }
  readonly notes: readonly string[]
}

/**
 * Writes the test of a suppression: each signal is hidden, up to its last second; from its end on, or with another value of
 * any field that it asks for, it is shown. Refused where no logs raise the signal, or the test would not pass.
 */
export function makeSuppressionTest(task: TestTask): MadeTest | { readonly refusal: string } {
  const { suppression, rules, examples, nowMs, namesRules } = task
  const taken = new Set(examples.flatMap(({ asked }) => asked.map(({ value }) => value)))
  const notes: string[] = []
  const cases: Case[] = []
  const samples: { file: string; text: string; records: readonly JsonObject[] }[] = []
  for (const [index, example] of examples.entries()) {
    const ready = readyExample(task, example)
    if ('refusal' in ready) return ready
    const file = `samples/${suppression.id}${index === 0 ? '' : `-${index + 1}`}.ndjson`
    samples.push({
      file,
      text: ready.records.map((log) => `${JSON.stringify(log)}\n`).join(''),
      records: ready.records,
    })
    const made = casesOf(ready, file, { suppression, nowMs, taken, edges: index === 0 })
    cases.push(...made.cases)
    notes.push(...made.notes)
  }
  const names = new Map<string, number>()
  const tests = cases.map(({ name, ...rest }) => {
    const times = (names.get(name) ?? 0) + 1
    names.set(name, times)
    return { name: times === 1 ? name : `${name} (${times})`, ...rest }
  })
  const text = printYaml({
    suppression: suppression.id,
    ...(namesRules && { rule: rules.flatMap(({ id }) => id ?? []) }),
    description: 'Whose signals it hides, until when, and whose it does not.',
    tests,
  })
  return checked(task, text, samples, notes)
}

function readyExample(task: TestTask, example: Example): ReadyExample | { readonly refusal: string } {
  const { suppression, rules, tables, harmlessKeys } = task
  const { startMs: _, expiresMs: __, ...timeless } = suppression
  const known = { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) }
  const always = compileRules(rules, { suppressions: [timeless], ...known })
  const dated = compileRules(rules, { suppressions: [suppression], ...known })
  const id = example.rule.id ?? example.rule.name
  // Where the signals that a rule looks at are hidden, too, it raises none of its own.
  const looks = readsSignals(example.rule) ? [id, undefined] : [id]
  let refusal = 'there are no logs that raise it'
  for (const rule of looks) {
    for (const logs of example.logs.filter(({ length }) => length > 0)) {
      const trial: Trial = { rules: always, rule, suppression: suppression.id }
      const ready = readyLogs(task, example, logs, trial)
      if (!('refusal' in ready)) return { ...example, ...ready, trial: { ...trial, rules: dated } }
      refusal = ready.refusal
    }
  }
  return { refusal }
}

function readyLogs(
  { rules, key, tables, harmlessKeys, suppression }: TestTask,
  { asked, isBorrowed }: Example,
  logs: readonly LogEvent[],
  trial: Trial,
): Pick<ReadyExample, 'records' | 'events'> | { readonly refusal: string } {
  const tried = (records: readonly JsonObject[]): Outcome | undefined => {
    const events = readAgain(records)
    return events.length === 0 ? undefined : tryAt(trial, events, firstOf(events))
  }
  const shown = logs.map(logAsShown)
  const given = isBorrowed ? givenValues(shown, asked) : shown
  const isEnough = (records: readonly JsonObject[]): boolean => tried(records)?.hides === true
  const few = isEnough(given) ? fewestOf(given, isEnough) : []
  if (tried(few)?.isHidden !== true) {
    return { refusal: 'its logs do not raise it here in a form that the suppression hides' }
  }
  const raws = few.flatMap((raw) => readAgain([raw]).map((event) => ({ raw, event })))
  const { startMs: _, expiresMs: __, ...timeless } = suppression
  const known = { ...(tables && { tables }), ...(harmlessKeys && { harmlessKeys }) }
  const named = key !== undefined && !isBorrowed ? { key } : {}
  const sample = makeSample({ rules, logs: raws, suppressions: [timeless], ...known, ...named })
  return 'refusal' in sample ? sample : { records: sample.logs, events: readAgain(sample.logs) }
}

function givenValues(records: readonly JsonObject[], asked: readonly Asked[]): readonly JsonObject[] {
  return records.map((record) =>
    asked.reduce((made, { field, value, isBeginning }) => {
      const wanted = valueInLogs(field, isBeginning ? `${value}session` : value, [made])
      return wanted === undefined ? made : changed(made, wanted)
    }, record),
  )
}

/** Runs the test as it is written. One that does not pass is refused. */
function checked(
  { suppression, rules, tables, harmlessKeys }: TestTask,
  text: string,
  samples: readonly { readonly file: string; readonly text: string; readonly records: readonly JsonObject[] }[],
  notes: readonly string[],
): MadeTest | { readonly refusal: string } {
  const { tests, findings } = readTests(readYaml({ path: `${suppression.id}.test.yaml`, text }))
  if (!tests || findings.some(({ severity }) => severity === 'error'))
    return { refusal: findings[0]?.message ?? 'it is no test' }
  const records = new Map(samples.map((each) => [each.file, each.records]))
  const options = {
    ...(tables && { tables }),
    ...(harmlessKeys && { harmlessKeys }),
    readRecords: (file: string) => ({ records: records.get(file) ?? [] }),
  }
  const detections = { rules, suppressions: [suppression] }
  const { results, findings: unnamed } = runTests(tests, detections, { ...options, explains: false })
  const failed = results.find(({ outcome }) => outcome.kind !== 'passed')
  if (failed || unnamed.length > 0) return { refusal: `its test "${failed?.name ?? ''}" would not pass` }
  const { killed, survivors } = runSuppressionMutations(suppression, [{ file: tests, detections, options }])
  const missed = survivors.map(({ description }) => description)
  return {
    text,
    samples: samples.map(({ file, text: lines }) => ({ file, text: lines })),
    mutations: { noticed: killed.length, of: killed.length + survivors.length, missed },
    notes: [...new Set(notes)],
  }
}
