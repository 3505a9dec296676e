import type { NotEvaluated } from '../detect/signals/signal'
import { RuleExplainer } from '../explain/explain-rule'
import type { Explanation } from '../explain/explanation'
import { readRuleObject } from '../rule/read-rule'
import { eachEvent, givenRule, givenSuppression, givenTables, type Logs, type Tables } from './read-given'

/** What the explanation of a rule needs beside logs. */
export interface ExplainOptions {
  /** In the form of `*.suppression.yaml`, or as `loadWorkspace` gives them. */
  readonly suppressions?: readonly object[]
  /** The reference tables that the rule filters by. */
  readonly tables?: Tables
  /** The rules whose signals a correlation rule counts; other rules need none. */
  readonly rules?: readonly object[]
}

/** What a rule made of logs and why not more, and what of the question could not be taken. */
export interface ExplainResult extends Explanation {
  /** How many records were no log. */
  readonly errors: number
  /** Suppressions and other rules with a mistake, which had no say. */
  readonly notTaken: readonly NotEvaluated[]
}

/**
 * Says what a rule made of logs, and for what it did not make, why: which clause kept a log out, what it came near to.
 * Rule and logs are as `evaluate` takes them. Of a rule with a mistake only the queries are explained, and
 * `notEvaluated` has the mistake. Throws a `TypeError` for what is no object.
 */
export async function explainRule(rule: object, logs: Logs, options: ExplainOptions = {}): Promise<ExplainResult> {
  const { draft } = readRuleObject(rule)
  if (!draft) throw new TypeError('this is no rule: give an object with the keys of the API')
  const suppressions = (options.suppressions ?? []).map(givenSuppression)
  const others = (options.rules ?? []).map(givenRule)
  const explainer = new RuleExplainer(draft, {
    suppressions: suppressions.flatMap(({ taken }) => taken ?? []),
    tables: givenTables(options.tables ?? {}),
    rules: others.flatMap(({ taken }) => taken ?? []),
  })
  const errors = await eachEvent(logs, (event) => explainer.take(event))
  const notTaken = [...suppressions, ...others].flatMap(({ refused }) => refused ?? [])
  const explanation = explainer.explain()
  const { refused } = givenRule(rule)
  if (!refused) return { ...explanation, errors, notTaken }
  const notEvaluated = explanation.notEvaluated ?? refused.reason
  const nothing = { stages: [], signals: [], suppressions: [], nearMisses: [], cuts: [] }
  return { ...explanation, ...nothing, notEvaluated, errors, notTaken }
}
