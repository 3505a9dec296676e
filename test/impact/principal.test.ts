import type { Signal } from '../../src/detect/signals/signal'
import { principalOf } from '../../src/impact/principal'

const about = (group: Record<string, string>, attributes: object = {}): string | undefined =>
  principalOf({ group, attributes } as Signal)

it.each([
  ['the group says who', { '@usr.id': 'ann', host: 'h1' }, { usr: { email: 'ann@example.com' } }, 'ann'],
  ['the surest of several', { '@userIdentity.arn': 'arn:x', '@usr.id': 'ann' }, {}, 'ann'],
  ['a principal of another source', { '@network.client.ip': '192.0.2.1', '@actor.user.id': 'u1' }, {}, 'u1'],
  ['an address where nobody is named', { '@network.client.ip': '192.0.2.1' }, {}, '192.0.2.1'],
  [
    'what is on the signal',
    { '@net': 'lab' },
    { usr: { name: 'bob' }, network: { client: { ip: '192.0.2.1' } } },
    'bob',
  ],
  ['the host', { host: 'h1' }, {}, 'h1'],
  ['nobody', { '@net': 'lab' }, {}, undefined],
])('a signal is about %s', (_, group, attributes, who) => {
  expect(about(group, attributes)).toBe(who)
})
