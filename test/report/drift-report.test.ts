import { makePainter } from '../../src/medium/painter'
import { driftJson, driftNdjson } from '../../src/report/sync/drift-json'
import { driftMarkdown } from '../../src/report/sync/drift-markdown'
import { driftText } from '../../src/report/sync/drift-text'
import { type Drift, makeDrift } from '../../src/sync/drift/drift'
import { tellWho } from '../../src/sync/drift/tell-who'
import { readTenant } from '../../src/sync/tenant-state'
import { MemoryRemote } from '../sync/memory-remote'
import { applied, aRule, want } from '../sync/sample'

const plain = makePainter(false)
const wanted = want([aRule('changed'), aRule('off'), aRule('lost'), aRule('pending'), aRule('same')])

/** A tenant in which everything happened that drift knows of. */
async function everything(): Promise<Drift> {
  const remote = new MemoryRemote()
  await applied(want([...wanted.rules, aRule('no-file')]), remote)
  remote.edit(remote.carrying('changed'), { message: 'One.\n```\n<b>|\n```\n' }, 'night | shift')
  remote.edit(remote.carrying('off'), { isEnabled: false }, 'day-shift')
  remote.rules.delete(remote.carrying('lost'))
  await remote.createRule({ name: 'By <hand>', type: 'log_detection', tags: [] })
  const now = want(wanted.rules.map((rule) => (rule.id === 'pending' ? { ...rule, message: 'Edited.' } : rule)))
  const { drift, plan } = makeDrift(now, await readTenant(remote))
  return tellWho(drift, plan, remote)
}

it('drift for a person: what was done, by whom and when, field by field, then the count', async () => {
  const text = String(driftText(await everything(), plain))
  expect(text).toContain('~ rule changed  changed in the tenant')
  expect(text).toMatch(/version 2 by night \| shift on 2026-01-01 00:\d\d:00Z/)
  expect(text).toContain('~ rule off  disabled by hand, weakens detection: disabled')
  expect(text).toContain('- rule lost  not in the tenant: deleted there, or never applied')
  expect(text).toContain('By <hand>')
  expect(text).toContain('ddac:no-file')
  expect(text).toContain('1 changed in the tenant, 1 disabled by hand, 1 not in the tenant;')
  expect(text).toContain('1 as applied, 1 changed in git and not applied yet, 1 without a file, 1 not managed.')
  expect(text).not.toMatch(/rule (pending|same)/)
})

it('a change is shown from what git has to what the tenant has', async () => {
  expect(String(driftText(await everything(), plain))).toMatch(/isEnabled\n +- true\n +\+ false\n/)
})

it('no drift is one line', async () => {
  const remote = new MemoryRemote()
  await applied(want([aRule('one')]), remote)
  const { drift } = makeDrift(want([aRule('one')]), await readTenant(remote))
  expect(String(driftText(drift, plain))).toBe('memory: no drift; 1 as applied.\n')
})

it('drift as data has every thing with who and when, and no bodies', async () => {
  const document = JSON.parse(String(driftJson([await everything()])))
  expect(document.drift).toMatchObject([
    { how: 'disabled', id: 'off', weakens: ['disabled'], fields: [{ path: 'isEnabled', before: true, after: false }] },
    {
      how: 'changed',
      kind: 'rule',
      id: 'changed',
      alsoInGit: false,
      versions: [{ version: 2, by: 'night | shift', at: expect.stringMatching(/Z$/) }],
      fields: [{ path: 'message' }],
    },
    { how: 'missing', id: 'lost', fields: [], whoUnknown: expect.any(String) },
  ])
  for (const item of document.drift) expect(item).not.toHaveProperty('change')
  expect(document.fileGone).toMatchObject([{ id: 'no-file' }])
  expect(document.unmanaged).toMatchObject([{ name: 'By <hand>' }])
  expect(document.summary).toMatchObject({ changed: 1, disabled: 1, enabled: 0, missing: 1, pendingInGit: 1, same: 1 })
})

it('a tenant that could not be asked has its error', async () => {
  const failed = { tenant: 'prod', error: { code: 'forbidden', message: 'not allowed' } }
  expect(JSON.parse(String(driftJson([await everything(), failed]))).tenants[1]).toEqual(failed)
})

it('one thing a line, the summary last', async () => {
  const lines = String(driftNdjson([await everything()]))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ type, how }) => how ?? type)).toEqual(['disabled', 'changed', 'missing', 'summary'])
})

it('Markdown cannot be broken by names, people or texts', async () => {
  const markdown = String(driftMarkdown(await everything()))
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'))
  expect(rows).toHaveLength(5)
  for (const row of rows) expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(6)
  expect(markdown).toContain('````diff')
  expect(markdown).toContain('By &lt;hand&gt;')
})

it('who is not known is said with the reason', async () => {
  const drift = await everything()
  const [first] = drift.items
  if (!first) throw new Error('no drift')
  const because = 'could not read the history: not allowed (403)'
  const unknown: Drift = {
    ...drift,
    items: [{ ...first, who: { kind: 'unknown', because, last: { by: 'day-shift' } } }],
  }
  expect(String(driftText(unknown, plain))).toContain(`who is not known: ${because}`)
  expect(String(driftText(unknown, plain))).toContain('last touched by day-shift')
  expect(JSON.parse(String(driftJson([unknown]))).drift[0]).toMatchObject({
    whoUnknown: because,
    lastTouched: { by: 'day-shift' },
  })
})
