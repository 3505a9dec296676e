import type { Diagnostic } from '../../src/diagnostic/diagnostic'
import type { MarkdownText } from '../../src/medium/markdown-text'
import { diagnosticsMarkdown } from '../../src/report/diagnostics-markdown'
import { applyMarkdown } from '../../src/report/sync/apply-report'
import { driftMarkdown } from '../../src/report/sync/drift-markdown'
import { planMarkdown } from '../../src/report/sync/plan-markdown'
import { summarizeApply } from '../../src/sync/apply/apply-summary'
import { makeDrift } from '../../src/sync/drift/drift'
import type { Change } from '../../src/sync/plan/plan'
import { readTenant } from '../../src/sync/tenant-state'
import { often } from '../random-runs'
import { MemoryRemote } from '../sync/memory-remote'
import { applied, aRule, want } from '../sync/sample'

/** The largest takes seconds, so that only the long run has it. */
const sizes = often(1) > 1 ? [1_000, 100_000] : [1_000]

const bound = { maxBytes: 20_000, whole: 'All of it is elsewhere.' }

const many = <Item extends { readonly id: string }>(item: Item, count: number): readonly Item[] =>
  Array.from({ length: count }, (_, at) => ({ ...item, id: `${item.id}-${at}` }))

/** One thing that somebody changed in the tenant, and one that nobody manages. */
async function drifted() {
  const remote = new MemoryRemote()
  await applied(want([aRule('edited')]), remote)
  remote.edit(remote.carrying('edited'), { message: 'Another text.' }, 'night-shift')
  await remote.createRule({ name: 'By hand', type: 'log_detection', tags: [] })
  const { drift, plan } = makeDrift(want([aRule('edited')]), await readTenant(remote))
  const [item] = drift.items
  const [other] = drift.unmanaged
  const [change] = plan.changes
  if (!item || !other || !change) throw new Error('nothing drifted')
  return { drift, plan, item, other, change }
}

const reports: Readonly<Record<string, (count: number) => Promise<MarkdownText>>> = {
  drift: async (count) => {
    const { drift, item, other } = await drifted()
    const unmanaged = Array.from({ length: count }, () => other)
    return driftMarkdown({ ...drift, items: many(item, count), unmanaged }, bound)
  },
  plan: async (count) => {
    const { plan, change } = await drifted()
    const changes = many<Change>({ ...change, action: 'update' }, count)
    const review = { plan: { ...plan, changes }, refusals: [], suppressions: [], effects: [], notAsked: [] }
    return planMarkdown(review, bound)
  },
  apply: async (count) => {
    const { change } = await drifted()
    return applyMarkdown(
      summarizeApply('prod', [], false, many<Change>({ ...change, action: 'withheld' }, count)),
      bound,
    )
  },
  validate: async (count) => {
    const text = 'name: x\n'
    const found = Array.from({ length: count }, (_, at): Diagnostic => {
      const span = { source: { path: `${at}.rule.yaml`, text }, start: 0, end: 4 }
      return { code: 'R101', severity: 'error', message: 'no id', span }
    })
    return diagnosticsMarkdown('Mistakes', `${count} errors.`, found, bound)
  },
}

describe.each(Object.entries(reports))('Markdown of %s', (_, report) => {
  it.each(sizes)('stays within its bound with %d things, and says how many are left out', async (count) => {
    const text = String(await report(count))
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bound.maxBytes)
    const left = Number(/ and (\d+) more\. All of it is elsewhere\.\n$/.exec(text)?.[1])
    expect(left).toBeGreaterThan(count / 2)
  })

  it('is all there where there are few', async () => {
    expect(String(await report(3))).not.toContain('Left out')
  })
})
