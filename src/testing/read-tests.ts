import type { Finding, Path } from '../diagnostic/diagnostic'
import { isJsonObject } from '../json/json-object'
import { asTexts } from '../json/json-text'
import type { BaseLog, DeclaredLog, DeclaredTest, TestFile } from './declared-test'
import { FindingList } from './finding-list'
import { momentHelp, readMoment } from './moments'
import { readExpectation } from './read-expectation'
import { readBaseLogs, readLogEntry } from './read-logs'
import { fileShape, testShape } from './test-shapes'

/** The time that `+10m` counts from when a file does not say: 2026-01-01T00:00:00Z. */
const defaultStartMs = Date.UTC(2026, 0, 1)

const nothing = {}
const fileKeys = fileShape({ base: nothing, test: nothing })
const testKeys = testShape({ log: nothing, expect: nothing })

/**
 * Reads the plain data of a `*.test.yaml`; the README of this room describes the format. Tests with a mistake are left
 * out of the answer, and so are those that stand on a base log with a mistake; the findings say why.
 */
export function readTests(document: { readonly value: unknown }): {
  readonly tests: TestFile | undefined
  readonly findings: readonly Finding[]
} {
  if (document.value === undefined) return { tests: undefined, findings: [] }
  const found = new FindingList()
  const map = found.check(fileKeys, document.value, [])
  if (!map) return { tests: undefined, findings: found.findings }
  const { rule, suppression, description, start = defaultStartMs } = map
  const { baseLogs, known } = readBaseLogs(map['baseLogs'], found)
  const context: FileContext = {
    startMs: Number(start),
    suppressions: readInForce(map['suppressions'], ['suppressions'], found),
    baseLogs,
    known,
    found,
  }
  const tests = readTestList(map['tests'], context)
  checkNames(tests, found)
  const isSound = !['rule', 'suppression', 'start', 'suppressions'].some((key) => found.hasErrorUnder([key]))
  const file: TestFile = {
    rules: readRuleIds(rule, found),
    ...(typeof suppression === 'string' && { suppression }),
    ...(typeof description === 'string' && { description }),
    baseLogs,
    tests: tests.filter(({ path }) => !found.hasErrorUnder(path)),
  }
  return { tests: isSound && !found.hasErrorUnder(['rule']) ? file : undefined, findings: found.findings }
}

interface FileContext {
  readonly startMs: number
  readonly suppressions: InForce | undefined
  readonly baseLogs: ReadonlyMap<string, BaseLog>
  readonly known: ReadonlySet<string>
  readonly found: FindingList
}

type InForce = 'all' | readonly string[]

function readRuleIds(written: unknown, found: FindingList): readonly string[] {
  if (written === undefined) return []
  const ids = typeof written === 'string' ? [written] : asTexts(written)
  if (ids && ids.length > 0) return ids
  return found.error('T002', ['rule'], 'rule should be the id of a rule, or a list of ids') ?? []
}

function readInForce(written: unknown, path: Path, found: FindingList): InForce | undefined {
  if (written === undefined || written === 'all') return written
  const help = 'suppressions: all, suppressions: [] for none, or a list of ids'
  return asTexts(written) ?? found.error('T002', path, 'suppressions should be all or a list of ids', help)
}

function readTestList(written: unknown, context: FileContext): readonly DeclaredTest[] {
  const { found } = context
  if (written === undefined) return []
  if (!Array.isArray(written)) return found.error('T002', ['tests'], 'tests should be a list') ?? []
  if (written.length === 0) return found.error('T001', ['tests'], 'there is no test here') ?? []
  return written.flatMap((each, index) => readTest(each, ['tests', index], context) ?? [])
}

function readTest(written: unknown, path: Path, context: FileContext): DeclaredTest | undefined {
  const { found, baseLogs, known } = context
  const map = found.check(testKeys, written, path)
  if (!map) return undefined
  const startMs = typeof map['start'] === 'number' ? map['start'] : context.startMs
  const logs = readLogList(map['logs'], [...path, 'logs'], { startMs, known, found })
  const expect =
    map['expect'] === undefined ? undefined : readExpectation(map['expect'], [...path, 'expect'], startMs, found)
  const suppressions = readInForce(map['suppressions'], [...path, 'suppressions'], found) ?? context.suppressions
  const untilMs = readUntil(map['until'], [...path, 'until'], startMs, found)
  const { name, description } = map
  if (typeof name !== 'string' || !expect) return undefined
  if (logs.some(({ origin }) => origin.kind === 'base' && !baseLogs.has(origin.base))) return undefined
  return {
    name,
    ...(typeof description === 'string' && { description }),
    startMs,
    ...(untilMs !== undefined && { untilMs }),
    ...(suppressions !== undefined && { suppressions }),
    logs,
    expect,
    path,
  }
}

function readUntil(written: unknown, path: Path, startMs: number, found: FindingList): number | undefined {
  if (written === undefined) return undefined
  return readMoment(written, startMs) ?? found.error('T004', path, 'until is not a time', momentHelp)
}

function readLogList(
  written: unknown,
  path: Path,
  context: Parameters<typeof readLogEntry>[2],
): readonly DeclaredLog[] {
  if (written === undefined) return []
  if (!Array.isArray(written)) {
    const help = isJsonObject(written) ? 'put a dash before the entry: - base: add' : 'each log is an entry of its own'
    return context.found.error('T002', path, 'logs should be a list', help) ?? []
  }
  if (written.length === 0) {
    return context.found.error('T001', path, 'a test needs a log', 'silence without logs proves nothing') ?? []
  }
  return written.flatMap((each, index) => readLogEntry(each, [...path, index], context) ?? [])
}

function checkNames(tests: readonly DeclaredTest[], found: FindingList): void {
  const seen = new Set<string>()
  for (const { name, path } of tests) {
    if (seen.has(name)) found.error('T009', [...path, 'name'], `two tests are named "${name}"`)
    seen.add(name)
  }
}
