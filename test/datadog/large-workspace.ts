import type { Draft, Rule } from '../../src/rule/rule'
import type { Suppression } from '../../src/suppression/suppression'
import type { WantedState } from '../../src/sync/plan/wanted-state'
import { ruleFrom } from '../rule/rule-from'

/** A rule of many, of the threshold method unless it is changed. */
export function numberedRule(id: string, change: Partial<Draft> = {}): Rule {
  return ruleFrom({
    id,
    name: `Rule ${id}`,
    message: 'Something happened.',
    isEnabled: true,
    type: 'log_detection',
    tags: ['team:security', `number:${id}`],
    queries: [{ query: `@number:${id}`, groupByFields: ['@usr.id'] }],
    cases: [{ status: 'low', condition: 'a > 0' }],
    options: { detectionMethod: 'threshold', evaluationWindow: 300, keepAlive: 3600, maxSignalDuration: 86_400 },
    ...change,
  })
}

function suppressionOf(rule: string, suppressionQuery = '@usr.id:deploy'): Suppression {
  return {
    id: `quiet-${rule}`,
    name: `Quiet ${rule}`,
    enabled: true,
    rules: [rule],
    suppressionQuery,
    tags: ['team:security'],
  }
}

function correlationOf(id: string, target: string): Rule {
  return numberedRule(id, {
    type: 'signal_correlation',
    queries: [{ ruleId: target, aggregation: 'event_count', correlatedByFields: ['@usr.id'] }],
  })
}

/** What a file may change: texts, a field more, a field less, tags, a switch. */
const edits: readonly Partial<Draft>[] = [
  { message: 'Changed.' },
  { queries: [{ query: '@changed:true', distinctFields: ['@a'], aggregation: 'cardinality' }] },
  { tags: ['team:other'], isEnabled: false },
  { groupSignalsBy: ['@usr.id'], hasExtendedTitle: true },
]

const asNewValue: Partial<Draft> = {
  queries: [{ query: '*', aggregation: 'new_value', metrics: ['@usr.id'] }],
  cases: [{ status: 'low' }],
  options: {
    detectionMethod: 'new_value',
    keepAlive: 3600,
    maxSignalDuration: 86_400,
    newValueOptions: { forgetAfter: 7, learningDuration: 1, learningMethod: 'duration', learningThreshold: 0 },
  },
}

/** What git held when it was applied last, and what it holds now. */
export interface LargeWorkspace {
  readonly before: WantedState
  readonly after: WantedState
  /** How many changes lead from one to the other. */
  readonly changes: number
}

/**
 * A workspace 500 changes later: 200 rules edited, 20 of another method (replaced), 5 that count signals of those, 100
 * gone, 130 new, and 45 suppressions edited, gone or new. In another size it is as many times that.
 */
export function largeWorkspace(size: 1 | 0.2): LargeWorkspace {
  const range = (from: number, to: number): readonly number[] =>
    Array.from({ length: Math.round((to - from) * size) }, (_, at) => Math.round(from * size) + at)
  const [replaced] = range(200, 220)
  const counted = (index: number) => `r-${Number(replaced) + index}`
  const before: WantedState = {
    rules: [
      ...range(0, 200).map((index) =>
        numberedRule(`r-${index}`, index % 5 === 4 ? { groupSignalsBy: ['@usr.id'], filters: [] } : {}),
      ),
      ...range(200, 350).map((index) => numberedRule(`r-${index}`)),
      ...range(0, 5).map((index) => correlationOf(`c-${index}`, counted(index))),
    ],
    suppressions: range(0, 40).map((index) => suppressionOf(`r-${index}`)),
  }
  const after: WantedState = {
    rules: [
      ...range(0, 200).map((index) =>
        index % 5 === 4 ? numberedRule(`r-${index}`) : numberedRule(`r-${index}`, edits[index % 5]),
      ),
      ...range(200, 220).map((index) => numberedRule(`r-${index}`, asNewValue)),
      ...range(220, 250).map((index) => numberedRule(`r-${index}`)),
      ...range(0, 5).map((index) => correlationOf(`c-${index}`, counted(index))),
      // One of others has the name of the first.
      ...range(0, 120).map((index) => numberedRule(`n-${index}`, index === 0 ? { beside: true } : {})),
      ...range(0, 10).map((index) => correlationOf(`nc-${index}`, `n-${index}`)),
    ],
    suppressions: [
      ...range(0, 15).map((index) => suppressionOf(`r-${index}`, '@usr.id:robot')),
      ...range(30, 40).map((index) => suppressionOf(`r-${index}`)),
      ...range(0, 15).map((index) => suppressionOf(`n-${index}`)),
    ],
  }
  return { before, after, changes: 500 * size }
}

const { id: _, ...byHand } = numberedRule('n-0', { message: 'Made by hand.' })

/** What others have in the same tenant: made by hand (one under the name of a file), Datadog's own, a partner's. */
export const strangers = {
  rules: [
    { ...byHand, id: 'byh-and-001', version: 3 },
    { ...byHand, id: 'byh-and-002', name: 'By hand', tags: [], version: 1 },
    { ...byHand, id: 'def-000-aaa', name: 'Of Datadog', isDefault: true, defaultTags: [], version: 12 },
    { ...byHand, id: 'par-tne-r01', name: 'Of a partner', partnerIntegrationId: 'example', version: 2 },
  ],
  suppressions: [
    {
      id: 'sup-han-d01',
      name: 'By hand',
      enabled: true,
      rule_query: 'type:log_detection',
      suppression_query: 'env:test',
      data_exclusion_query: '',
      tags: [],
      version: 4,
    },
  ],
}
