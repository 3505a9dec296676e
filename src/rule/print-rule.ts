import { isDeepStrictEqual } from 'node:util'
import { isCollection } from '../json/json-object'
import { rewriteYaml } from '../yaml/edit-yaml'
import { printYaml } from '../yaml/print-yaml'
import { writtenForm } from '../yaml/written-form'
import type { YamlDocument } from '../yaml/yaml-document'
import { readRule } from './read-rule'
import { ruleShape } from './rule-shape'

/** The fields of a rule, whether read from a file or made of what a tenant has. */
type RuleFields = Readonly<Record<string, unknown>>

/**
 * A rule as YAML in its canonical form: keys in one order, message and long queries as literal blocks, durations short.
 * Reading it again gives an equal rule.
 */
export function printRule(rule: RuleFields): string {
  return printYaml(writtenForm(ruleShape, rule))
}

/**
 * The text of a rule file changed so that it says `rule`. Comments, order and layout stay, and so does everything that
 * already says the same in other words: `3h` for 10800, a key left out for its default.
 */
export function reprintRule(document: YamlDocument, rule: RuleFields): string {
  const { draft: before, findings } = readRule(document)
  const written = document.value
  if (!before || !isCollection(written)) return printRule(rule)
  const inFile = written as Readonly<Record<string, unknown>>
  const wanted = writtenForm(ruleShape, rule, inFile) as Readonly<Record<string, unknown>>
  const keys = new Set([...Object.keys(inFile), ...Object.keys(wanted)])
  const wrong = new Set(findings.filter(({ severity }) => severity === 'error').map(({ path }) => path[0]))
  const entries = [...keys].flatMap((key) => {
    const source = !wrong.has(key) && isDeepStrictEqual(before[key], rule[key]) ? inFile : wanted
    return Object.hasOwn(source, key) ? [[key, source[key]] as const] : []
  })
  return rewriteYaml(document.source.text, Object.fromEntries(entries))
}
