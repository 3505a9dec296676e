import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { LogEvent } from '../../src/event/log-event'
import { radiusOfEvents } from '../../src/radius/radius-of-events'
import type { Draft } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'

type Written = Partial<Suppression> & { readonly start?: number; readonly expires?: number }

interface Case {
  readonly name: string
  readonly suppression: Written
  readonly others?: readonly Written[]
  readonly logs: readonly { readonly at: number; readonly [key: string]: unknown }[]
  readonly radius: {
    readonly lastActed?: number
    readonly alone?: number
    readonly exclusion?: object
    readonly [count: string]: unknown
  }
}

const { cases }: { readonly cases: readonly Case[] } = parse(
  readFileSync(join(__dirname, '../conformance/radius.yaml'), 'utf8'),
)

const rule = (id: string, queries: readonly (readonly [string, string])[], more: object): Draft => ({
  id,
  name: id,
  message: '',
  isEnabled: true,
  type: 'log_detection',
  tags: [],
  queries: queries.map(([name, query]) => ({ name, query, groupByFields: ['@g'] })),
  cases: [{ name: '', status: 'low', condition: 'a > 0' }],
  options: { evaluationWindow: 60, keepAlive: 100, maxSignalDuration: 600 },
  ...more,
})
const step = (name: string) => ({ name, condition: `${name} > 0`, evaluationWindow: 60 })
const rules = [
  rule('count', [['a', '@k:a']], {}),
  rule(
    'sequence',
    [
      ['add', '@k:add'],
      ['delete', '@k:delete'],
    ],
    {
      cases: [{ name: '', status: 'low', condition: 'delete > 0' }],
      options: {
        detectionMethod: 'sequence_detection',
        keepAlive: 0,
        maxSignalDuration: 0,
        sequenceDetectionOptions: {
          steps: [step('add'), step('delete')],
          stepTransitions: [{ parent: 'add', child: 'delete', evaluationWindow: 60 }],
        },
      },
    },
  ),
]
const suppression = ({ start, expires, ...some }: Written): Suppression => ({
  id: 's',
  name: 's',
  enabled: true,
  rules: ['count'],
  tags: [],
  ...some,
  ...(start !== undefined && { startMs: start * 1000 }),
  ...(expires !== undefined && { expiresMs: expires * 1000 }),
})

it.each(cases.map((one) => [one.name, one] as const))(
  '%s',
  (_, { suppression: written, others = [], logs, radius }) => {
    const one = suppression(written)
    const events = logs.map(
      ({ at, ...attributes }, index): LogEvent => ({
        id: `e${index}`,
        timeMs: at * 1000,
        tags: [],
        attributes: attributes as LogEvent['attributes'],
      }),
    )
    const suppressions = [one, ...others.map(suppression)]
    const found = radiusOfEvents({ rules, options: {}, suppressions, asked: [one] }, events)[0]
    const { lastActed, alone, exclusion, ...counts } = radius
    expect(found?.totals).toMatchObject({ beside: 0, besideAllAlong: 0, ...counts })
    expect(found?.lastActedMs).toBe(lastActed === undefined ? undefined : lastActed * 1000)
    if (alone !== undefined) expect(found?.alone).toBe(alone)
    expect(found?.exclusion && { ...found.exclusion, logsOfRule: undefined }).toEqual(
      exclusion && { ...exclusion, logsOfRule: undefined },
    )
  },
)
