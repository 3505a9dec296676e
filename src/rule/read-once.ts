import { parseCondition } from '../condition/parse-condition'
import { textIn } from '../json/json-text'
import { parseQuery } from '../query/parse-query'
import { parseTemplate } from '../template/parse-template'

// A text of a rule is read where it stands, once, by whoever comes first: checks, engine, explanations, mutations. What was
// read hangs on the very object that holds the text, a query or a case, so that a rule made of another one (a mutation,
// a step alone) keeps it for all that it did not change, and it goes when the rule goes.

/** The search under `key` of a query, a filter, a root query or a suppression; none is the search for everything. */
export const searchIn = once(parseQuery)

/** The condition under `key` of a case or a step. */
export const conditionIn = once((text) => parseCondition(text))

/** The same where numbers are the scores of a model, which have decimals. */
export const scoreConditionIn = once((text) => parseCondition(text, { decimals: true }))

/** The template under `key` of a rule or of its options. */
export const templateIn = once(parseTemplate)

function once<Parsed>(parse: (text: string) => Parsed): (holder: object, key: string) => Parsed {
  const known = new WeakMap<object, Map<string, { readonly text: string; readonly parsed: Parsed }>>()
  return (holder, key) => {
    const texts = known.get(holder) ?? new Map()
    known.set(holder, texts)
    const value = (holder as Readonly<Record<string, unknown>>)[key]
    const text = textIn(value)
    const before = texts.get(key)
    if (before?.text === text) return before.parsed
    const parsed = parse(text)
    texts.set(key, { text, parsed })
    return parsed
  }
}
