import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Draft } from '../../rule/rule'
import type { Sample } from '../../sampling/make-sample'
import { printSampleTests } from '../../sampling/sample-test'
import { readTests } from '../../testing/read-tests'
import { runTests } from '../../testing/run-tests'
import { shownPath } from '../../workspace/find-workspace'
import { stemOf } from '../../workspace/list-files'
import { readText } from '../../workspace/read-text'
import { writeText } from '../../workspace/write-text'
import { readYaml } from '../../yaml/yaml-document'
import type { SamplingRun } from './sampling-run'

/** One test of a file that is to be written. */
export interface NewTest {
  readonly name: string
  /** Told apart from the other logs of the file. */
  readonly kind: 'firing' | 'silent'
  readonly sample: Sample
}

/** The files that were made, as the user knows them; or why there are none. */
export type Written = { readonly files: readonly string[] } | { readonly refusal: string }

/**
 * Writes samples and a test file of rules beside the first of them, under a name that is free: nothing is written over. A
 * test that would not pass is not written.
 */
export function writeSample(
  run: SamplingRun,
  rules: readonly Draft[],
  description: string,
  tests: readonly NewTest[],
  cwd: string,
): Written {
  const [first] = rules
  const rulePath = run.workspace.rules.find(({ draft }) => draft?.id === first?.id)?.path
  const stem = rulePath === undefined ? join(run.workspace.root, 'sample') : stemOf(rulePath)
  const folder = dirname(stem)
  const texts = tests.map(({ sample }) => sample.logs.map((log) => `${JSON.stringify(log)}\n`).join(''))
  const name = freeName(stem, new Map(tests.map(({ kind }, at) => [kind, texts[at] ?? ''])))
  const files = tests.map(({ kind, sample, name: title }, at) => ({
    name: title,
    file: `samples/${name}.${kind}.ndjson`,
    signals: sample.signals,
    text: texts[at] ?? '',
    logs: sample.logs,
  }))
  const startMs = tests[0]?.sample.startMs ?? 0
  const ids = rules.flatMap(({ id }) => id ?? [])
  const testFile = join(folder, `${name}.test.yaml`)
  const text = printSampleTests(ids, startMs, description, files)
  const refusal = whyNotPassed(run, testFile, text, new Map(files.map(({ file, logs }) => [file, logs])))
  if (refusal !== undefined) return { refusal }
  for (const { file, text: lines } of files) writeText(join(folder, file), lines)
  writeText(testFile, text)
  return { files: [...files.map(({ file }) => join(folder, file)), testFile].map((path) => shownPath(path, cwd)) }
}

/**
 * The first name beside a rule that neither a test nor a sample has. Samples without their test are what a run that was cut
 * off left: where they say the same, it is done to the end.
 */
function freeName(stem: string, texts: ReadonlyMap<NewTest['kind'], string>): string {
  const [folder, base] = [dirname(stem), basename(stem)]
  const isTaken = (file: string, text: string | undefined): boolean => {
    const path = join(folder, file)
    return existsSync(path) && (text === undefined || readText(path) !== text)
  }
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${base}.sample` : `${base}.sample-${number}`
    if (isTaken(`${name}.test.yaml`, undefined)) continue
    if (kinds.every((kind) => !isTaken(`samples/${name}.${kind}.ndjson`, texts.get(kind)))) return name
  }
}

const kinds = ['firing', 'silent'] as const

function whyNotPassed(
  run: SamplingRun,
  path: string,
  text: string,
  logs: ReadonlyMap<string, readonly unknown[]>,
): string | undefined {
  const { tests, findings } = readTests(readYaml({ path, text }))
  if (!tests || findings.some(({ severity }) => severity === 'error')) return findings[0]?.message ?? 'it is no test'
  const { tables, harmlessKeys } = run.evaluation
  const { results } = runTests(tests, run.detections, {
    tables,
    harmlessKeys,
    explains: false,
    readRecords: (file) => ({ records: logs.get(file) ?? [] }),
  })
  const failed = results.find(({ outcome }) => outcome.kind !== 'passed')
  if (failed === undefined) return undefined
  const { outcome } = failed
  const first = outcome.kind === 'failed' ? outcome.differences[0] : undefined
  const why = first === undefined ? '' : `: ${first.what}: expected ${first.expected}, got ${first.got}`
  return `its test would not pass${why}`
}
