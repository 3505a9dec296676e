import { type Covered, coveringRules, type RatedRule } from '../../coverage/measure-coverage'
import { type Weakness, weaknesses } from '../../coverage/rule-standing'

const words: Readonly<Record<Weakness, string>> = {
  disabled: 'disabled',
  notEvaluable: 'not evaluable',
  suppressed: 'wholly suppressed',
  untested: 'untested',
}

/** Whether something is covered, and on what it rests where it is not. */
export function stateText(covered: Covered): string {
  if (coveringRules(covered).length > 0) return 'covered'
  const kinds = weaknessesOf(covered)
  return kinds.length === 0 ? 'no rule' : `only ${kinds.map((kind) => words[kind]).join(', ')}`
}

/** Why the rules do not cover it, each reason once. */
export function weaknessesOf({ rules }: Covered): readonly Weakness[] {
  return weaknesses.filter((kind) => rules.some(({ standing }) => standing.weakness === kind))
}

/** A rule with its tests, or with why it covers nothing. */
export function ruleText({ rule, standing: { weakness, detail, tests } }: RatedRule): string {
  if (weakness === undefined) return `${rule} (${countText(tests, 'test')})`
  return `${rule} (${words[weakness]}${detail === undefined ? '' : `: ${detail}`})`
}

/** How many of something are covered, and how many rest on nothing. */
export function summaryOf(all: readonly Covered[]) {
  const tagged = all.filter(({ rules }) => rules.length > 0)
  const covered = tagged.filter((one) => coveringRules(one).length > 0).length
  return { covered, weak: tagged.length - covered }
}

/** A count with its noun. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
