import { WorldError } from '../../../src/diagnostic/world-error'
import type { PlainThing } from '../../../src/sync/leave/plain-things'
import { releaseThings } from '../../../src/sync/leave/release-things'
import type { Remote } from '../../../src/sync/remote'

const thing = (kind: PlainThing['kind'], id: string, more: Partial<PlainThing> = {}): PlainThing => ({
  kind,
  id,
  remoteId: `remote-${id}`,
  version: 2,
  name: id,
  body: { tags: ['a:b'], ...(kind === 'suppression' && { rule_query: 'ruleId:remote-r' }) },
  asksFor: [],
  ...more,
})

/** A tenant that holds everything at a version, and refuses what it is told to. */
function tenant(versions: Readonly<Record<string, number>>, refused: readonly string[] = []) {
  const written: string[] = []
  const write = async (id: string, body: object) => {
    if (refused.includes(id)) throw new WorldError('rejected', 'the tenant refuses it')
    written.push(`${id} ${JSON.stringify(body)}`)
    return {}
  }
  const get = async (id: string) =>
    id in versions ? { id, version: versions[id], body: {}, attributes: {} } : undefined
  const remote = { getRule: get, getSuppression: get, updateRule: write, updateSuppression: write }
  return { written, remote: remote as unknown as Remote }
}

it('writes suppressions first, then rules, each at the version that it was read at', async () => {
  const { written, remote } = tenant({ 'remote-r': 2, 'remote-s': 2 })
  const released = await releaseThings(remote, [thing('rule', 'r'), thing('suppression', 's', { asksFor: ['r'] })])
  expect(released.map(({ error }) => error)).toEqual([undefined, undefined])
  expect(written).toEqual([
    'remote-s {"tags":["a:b"],"rule_query":"ruleId:remote-r","version":2}',
    'remote-r {"tags":["a:b"],"version":2}',
  ])
})

it('leaves what moved meanwhile, and counts what is gone as released', async () => {
  const { written, remote } = tenant({ 'remote-moved': 3 })
  const released = await releaseThings(remote, [thing('rule', 'moved'), thing('rule', 'gone')])
  expect(released.map(({ error }) => error?.code)).toEqual(['conflict', undefined])
  expect(written).toEqual([])
})

it('keeps our tags on a rule whose suppression kept them, and goes on with the others', async () => {
  const { written, remote } = tenant({ 'remote-r': 2, 'remote-q': 2, 'remote-s': 2 }, ['remote-s'])
  const things = [thing('rule', 'q'), thing('rule', 'r'), thing('suppression', 's', { asksFor: ['r'] })]
  const released = await releaseThings(remote, things)
  expect(released.map(({ thing: { id }, error }) => [id, error?.code])).toEqual([
    ['s', 'rejected'],
    ['q', undefined],
    ['r', 'conflict'],
  ])
  expect(written).toEqual(['remote-q {"tags":["a:b"],"version":2}'])
})
