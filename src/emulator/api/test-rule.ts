import { readLog } from '../../event/read-log'
import type { Json, JsonObject } from '../../json/json'
import { asObject, listIn } from '../../json/json-object'
import { textIn } from '../../json/json-text'
import { compileQuery, type Predicate } from '../../query/matching/compile-query'
import { parseQuery } from '../../query/parse-query'
import { refusalsOf } from '../validate-rule'
import { codedError, plainError, type Reply, refusedRule } from './api-error'
import type { EmulatorRequest } from './request'

/** `POST rules/test`: whether each payload matches its query, or does not, as it is expected to (documented). */
export function testRule(request: EmulatorRequest): Reply {
  const rule = asObject(asObject(request.body)?.rule)
  return rule ? testResults(rule, request) : plainError(400, 'Invalid rule configuration', 'rule is required')
}

/** `POST rules/{id}/test`: the same for the queries of a rule in the tenant, unless the body brings a rule. */
export function testExistingRule(request: EmulatorRequest): Reply {
  const id = request.parameters.id ?? ''
  const stored = request.store.read().get('rules', id)
  if (!stored) return codedError(404, 'NotFound', `Threat detection rule not found: ${id}`)
  return testResults(asObject(asObject(request.body)?.rule) ?? stored, request)
}

function testResults(rule: JsonObject, { body, nowMs }: EmulatorRequest): Reply {
  const refusals = refusalsOf(rule)
  if (refusals.length > 0) return refusedRule(refusals)
  if ((rule.type ?? 'log_detection') !== 'log_detection')
    return plainError(400, 'Only log detection rules can be tested')
  const payloads = asObject(body)?.ruleQueryPayloads
  if (!Array.isArray(payloads)) return plainError(400, 'ruleQueryPayloads is required')
  const predicates = listIn(rule.queries).map((query) => predicateOf(asObject(query)?.query))
  const results: boolean[] = []
  for (const [position, entry] of payloads.entries()) {
    const { index = 0, expectedResult = true, payload } = asObject(entry) ?? {}
    const predicate = typeof index === 'number' ? predicates[index] : undefined
    const log = readLog(payload, { defaultTimeMs: nowMs })
    if (!predicate || !('event' in log)) {
      return plainError(
        400,
        `Invalid payload ${position}: ${predicate ? 'it is not a log' : 'there is no query of this index'}`,
      )
    }
    results.push(predicate(log.event) === expectedResult)
  }
  return { status: 200, body: { results } }
}

function predicateOf(text: Json | undefined): Predicate {
  const { query } = parseQuery(textIn(text))
  return query ? compileQuery(query) : () => false
}
