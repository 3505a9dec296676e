import type { JsonObject } from '../../json/json'
import { collectAttributes } from './collect-attributes'
import type { FilterContext, GrokContext } from './filters/filter'
import type { GrokTexts, GrokTrouble } from './grok-texts'
import { type RuleLine, readRules } from './read-rules'
import type { Steps } from './regex/match-whole'
import { type CompiledRule, RuleBook, type RuleSource } from './rule-book'

/** A grok processor at work. */
export interface Grok {
  /** What the first rule that matches the whole text captures, as nested attributes; undefined if none matches. */
  readonly parse: (text: string, context: GrokContext) => JsonObject | undefined
  /** The paths under which its rules put what they capture; undefined where some may stand under any. */
  readonly paths: readonly (readonly string[])[] | undefined
  /** Those of them under which something else may stand than a part of the text. */
  readonly converted: readonly (readonly string[])[]
  readonly troubles: readonly GrokTrouble[]
}

/** The work that one text may cost over all rules; no log of use comes near, and hostile ones end there. */
const mostSteps = 10_000_000

/**
 * Compiles the rules of a grok processor, as Datadog's docs describe them (Log Configuration > Parsing). A rule with a
 * mistake is told of and passed over, the others work.
 */
export function compileGrok({ matchRules, supportRules = '' }: GrokTexts): Grok {
  const troubles: GrokTrouble[] = []
  const support = sourcesIn(supportRules, 'support', troubles)
  const match = sourcesIn(matchRules, 'match', troubles)
  const book = new RuleBook([...support, ...match], troubles)
  for (const source of support) book.check(source)
  const rules = match.flatMap((source) => book.compile(source) ?? [])
  return {
    troubles,
    paths: pathsOf(rules),
    converted: rules.flatMap(({ captures }) =>
      captures.flatMap((capture) =>
        (capture?.converts.every(({ keepsTexts }) => keepsTexts) ?? true) ? [] : [capture?.path ?? []],
      ),
    ),
    parse: (text, context) => {
      const steps: Steps = { left: mostSteps }
      // Named one by one: laid together of parts it costs an engine more than a match does.
      const { nowMs, roundIntegers = false, giveUp = nobodyAsks, parseUserAgent } = context
      const inside = { nowMs, roundIntegers, giveUp, steps }
      const found = firstMatch(rules, text, parseUserAgent ? { ...inside, parseUserAgent } : inside)
      if (steps.left === 0) context.giveUp?.()
      return found
    },
  }
}

function pathsOf(rules: readonly CompiledRule[]): Grok['paths'] {
  const paths = rules.flatMap(({ captures }) => captures.flatMap((capture) => (capture ? [capture.path] : [])))
  return paths.some((path) => path.length === 0) ? undefined : paths
}

function nobodyAsks(): void {}

function firstMatch(rules: readonly CompiledRule[], text: string, context: FilterContext): JsonObject | undefined {
  for (const { match, captures } of rules) {
    const places = match(text, context.steps)
    if (places) return collectAttributes(captures, text, places, context)
  }
  return undefined
}

function sourcesIn(text: string, where: GrokTrouble['in'], troubles: GrokTrouble[]): readonly RuleSource[] {
  const { rules, bare } = readRules(text)
  for (const { start, end } of bare) {
    const rule = text.slice(start, end).trim()
    troubles.push({ message: 'a rule is a name and a pattern', rule, in: where, start, end })
  }
  const seen = new Set<string>()
  return rules.map((line) => {
    if (seen.has(line.name)) troubles.push(twice(line, where))
    seen.add(line.name)
    return { line, in: where, pattern: text.slice(line.pattern.start, line.pattern.end) }
  })
}

function twice({ name, named }: RuleLine, where: GrokTrouble['in']): GrokTrouble {
  return { message: 'a rule of this name stands above', rule: name, in: where, ...named }
}
