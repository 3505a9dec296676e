import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type ArchiveTask, evaluateArchive } from '../../../src/archive/evaluate-archive'
import type { LogFile } from '../../../src/archive/log-files'
import { processingFrom } from '../../../src/archive/pass/processing-from'
import type { StartLane } from '../../../src/archive/pass/read-in-lanes'
import { compileRules } from '../../../src/detect/compile-rules'
import type { GivenOfLogs, ProcessingSource, RawProcessing } from '../../../src/event/given'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { readPipeline } from '../../../src/pipeline/read-pipeline'
import type { Draft } from '../../../src/rule/rule'
import { often, seedOr } from '../../random-runs'
import { laneInProcess } from './in-process-lane'

const folder = mkdtempSync(join(tmpdir(), 'ddac-processed-'))
afterAll(() => rmSync(folder, { recursive: true }))

const definition = {
  name: 'web',
  is_enabled: true,
  filter: { query: 'source:web' },
  processors: [
    {
      type: 'attribute-remapper',
      is_enabled: true,
      sources: ['who'],
      target: 'usr.name',
      preserve_source: true,
    },
    {
      type: 'reference-table-lookup-processor',
      is_enabled: true,
      lookup_enrichment_table: 'teams',
      source: 'who',
      target: 'team',
    },
    { type: 'status-remapper', is_enabled: true, sources: ['how'] },
  ],
}
const source: ProcessingSource = {
  definitions: [definition, { ...definition, name: 'never', filter: { query: 'source:other' } }],
  tables: new Map([['teams', [{ who: 'ann', team: 'red' }]]]),
}
const rule = (id: string, query: string): Draft => ({
  id,
  name: id,
  message: 'By {{@usr.name}} of {{@team.team}}',
  isEnabled: true,
  queries: [{ name: 'a', query, groupByFields: ['@usr.name'] }],
  cases: [{ status: 'medium', condition: 'a > 1' }],
  options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
})
const rules = compileRules([rule('errors', 'source:web status:error'), rule('team', '@team.team:red')])

/** With pipelines of its own, that count for themselves. */
async function told(
  files: readonly LogFile[],
  processing: RawProcessing,
  some: Partial<ArchiveTask>,
  given?: GivenOfLogs,
) {
  const givenOf = (): GivenOfLogs => ({ source: 'web', processing, ...given })
  const evaluation = await evaluateArchive({ rules, files, givenOf, limits: { events: 2 }, ...some })
  return { ...evaluation, passed: new Map([...processing.passed].sort()) }
}

const made = (): RawProcessing => ({ ...processingFrom(source), source })

function counted(startLane: StartLane): { readonly startLane: StartLane; readonly started: () => number } {
  let started = 0
  return {
    started: () => started,
    startLane: (task, events) => {
      started += 1
      return startLane(task, events)
    },
  }
}

const log = fc.record({
  timestamp: fc.integer({ min: 0, max: 20 }).map((minute) => Date.UTC(2026, 2, 1, 10, minute)),
  id: fc.integer({ min: 0, max: 99 }).map((id) => `e-${id}`),
  who: fc.constantFrom('ann', 'ben'),
  how: fc.constantFrom('error', 'info'),
})

async function written(files: readonly (readonly object[])[]): Promise<readonly LogFile[]> {
  return files.map((logs, index) => {
    const name = `${index}.json`
    writeFileSync(join(folder, name), logs.map((each) => JSON.stringify(each)).join('\n'))
    return { path: join(folder, name), name }
  })
}

test('logs that pass pipelines in threads come out as in one, and are counted once', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.array(log, { maxLength: 12 }), { minLength: 2, maxLength: 5 }),
    fc.constantFrom(1, 4096),
    fc.constantFrom(0, 2, 100),
    fc.boolean(),
    async (contents, mostRows, mostEvents, strict) => {
      const files = await written(contents)
      const { startLane, started } = counted(laneInProcess({ mostRows, mostEvents }))
      const several = await told(files, made(), { workers: 3, startLane, strict })
      expect(several).toEqual(await told(files, made(), { workers: 1, strict }))
      expect(several.passed.get('web') ?? 0).toBe(contents.flat().length)
      expect(started()).toBe(Math.min(3, files.length))
    },
  )
  await fc.assert(property, { seed: seedOr(14), numRuns: often(40) })
})

test.each<[string, () => RawProcessing, GivenOfLogs | undefined]>([
  ['pipelines that cannot be made again elsewhere', () => processingFrom(source), undefined],
  [
    'pipelines that somebody watches',
    () => {
      const { pipeline } = readPipeline({ value: definition }, { decorate: (_, step) => step })
      return { ...processWith(pipeline ? [pipeline] : [], {}), source: undefined }
    },
    undefined,
  ],
  ['lookups', made, { enrichment: { enrich: (attributes) => attributes, missing: [] } }],
])('%s stay in this thread', async (_what, processing, given) => {
  const files = await written([[{ timestamp: 1, who: 'ann' }], [{ timestamp: 2, who: 'ann' }]])
  const { startLane, started } = counted(laneInProcess({ mostRows: 1, mostEvents: 1 }))
  const { stats, passed } = await told(files, processing(), { workers: 2, startLane }, given)
  expect([stats.logs, passed.get('web'), started()]).toEqual([2, 2, 0])
})
