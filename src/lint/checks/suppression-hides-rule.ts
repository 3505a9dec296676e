import { fieldNamed } from '../../query/field-named'
import { implies } from '../../query/never-matches'
import type { Clause, PatternPart, Query } from '../../query/query'
import { type CaseStatus, caseStatuses } from '../../rule/case-status'
import type { Remark, SuppressionCheck } from '../check'
import type { RuleParts } from '../rule-parts'
import type { SuppressionParts } from '../suppression-parts'
import { asksForSomething } from './query-of-everything'

export const suppressionHidesRule: SuppressionCheck = {
  about: 'suppression',
  code: 'S116',
  name: 'suppression-hides-rule',
  level: 'warning',
  page: {
    why: 'The query asks for no more than what every signal of the rule has: a tag of the rule, a field by which it groups, its severity. The rule is off, or its gravest case is, and nothing shows it.',
    bad: `
id: trail-deleted
tags: [source:cloudtrail]
---
rules: [trail-deleted]
suppressionQuery: source:cloudtrail`,
    good: `
id: trail-deleted
tags: [source:cloudtrail]
---
rules: [trail-deleted]
suppressionQuery: "source:cloudtrail @usr.id:deploy"`,
    ground: 'observed',
    source: 'recorded signals carry the tags of their rule and the fields by which it groups',
  },
  run: hidesRule,
}

function* hidesRule({ suppressionQuery, scope }: SuppressionParts): Iterable<Remark> {
  // A suppression of everything is told as that.
  if (suppressionQuery === undefined || !asksForSomething(suppressionQuery) || asksForValue(suppressionQuery)) return
  for (const parts of scope) {
    const statuses = caseStatuses.filter((status) => parts.rule.cases.some((each) => each.status === status))
    const [top] = statuses.toReversed()
    if (top === undefined || !implies(anySignalOf(parts, top), suppressionQuery, 'signal')) continue
    const name = `"${parts.rule.id ?? parts.rule.name}"`
    const isWhole = statuses.every((status) => implies(anySignalOf(parts, status), suppressionQuery, 'signal'))
    const what = isWhole ? `all signals of ${name}` : `all signals of ${name} that are ${top}, its gravest`
    yield {
      path: ['suppressionQuery'],
      message: `this hides ${what}`,
      help: 'say which of them are harmless, or disable the rule where it can be seen',
    }
  }
}

/** Whether the query demands a value of an attribute: of those a rule alone says only that they are there. */
function asksForValue(query: Query): boolean {
  if (query.kind === 'and') return query.queries.some(asksForValue)
  if (query.kind !== 'clause' || query.field.kind !== 'attribute') return false
  const { value } = query
  return value.kind === 'term' || value.kind === 'phrase' || (value.kind === 'wildcard' && value.pattern.some(isText))
}

function isText({ kind }: PatternPart): boolean {
  return kind === 'text'
}

/** What every signal of a rule with one severity has. */
function anySignalOf({ rule }: RuleParts, status: CaseStatus): Query {
  const tags = (rule.tags ?? []).map((tag) => tag.toLowerCase()).filter((tag) => tag.includes(':'))
  const [first = [], ...others] = rule.queries.map(({ groupByFields = [] }) => groupByFields)
  // Steps join by position, so only what all queries name by one name is on each signal; optional ones may be N/A.
  const groups =
    rule.options?.hasOptionalGroupByFields === true
      ? []
      : first.filter((field) => others.every((own) => own.includes(field)))
  const queries: Query[] = [
    equals('status', status),
    ...tags
      .map((tag) => equals(tag.slice(0, tag.indexOf(':')), tag.slice(tag.indexOf(':') + 1)))
      // Of reserved fields a signal has the sources that tags of its rule name, and else those of its logs.
      .filter(({ field }) => field.kind === 'tag' || (field.kind === 'reserved' && field.name === 'source')),
    ...groups.map((field) => ({ ...equals(field, ''), value: { ...nowhere, kind: 'any' } as const })),
  ]
  return { kind: 'and', queries, ...nowhere }
}

const nowhere = { start: 0, end: 0 } as const

function equals(field: string, text: string): Clause {
  return { kind: 'clause', field: fieldNamed(field, nowhere), value: { kind: 'term', text, ...nowhere }, ...nowhere }
}
