import { nearestName } from '../../shape/nearest-name'
import { type Capture, collectAttributes } from './collect-attributes'
import type { Convert, FilterHost } from './filters/filter'
import { keepingFilters, knownFilters } from './filters/known-filters'
import type { GrokTrouble } from './grok-texts'
import { matcherNames, matcherOf } from './matchers'
import { type Call, readInsert } from './read-insert'
import type { RuleLine } from './read-rules'
import { compileRegex, isCompilable } from './regex/compile-regex'
import { type MatchWhole, wholeMatcher } from './regex/match-whole'
import { readRegex } from './regex/read-regex'
import type { RegexNode } from './regex/regex-tree'
import { RegexTrouble } from './regex/regex-trouble'

/** A rule as it stands in one of the texts. */
export interface RuleSource {
  readonly line: RuleLine
  readonly in: GrokTrouble['in']
  readonly pattern: string
}

/** A rule that can be matched. */
export interface CompiledRule {
  readonly captures: readonly (Capture | undefined)[]
  readonly match: MatchWhole
}

/** More inserts than a rule of use has once its support rules are laid in; rules of rules could grow without end. */
const mostInserts = 2000

/** All rules of a processor by name, and what was found wrong with them. */
export class RuleBook {
  private readonly byName = new Map<string, RuleSource>()
  /** By place and words, so many of the troubles as were looked through: a text may have thousands. */
  private readonly told = new Set<string>()
  private lookedThrough = 0

  constructor(
    sources: readonly RuleSource[],
    private readonly troubles: GrokTrouble[],
  ) {
    for (const source of sources) if (!this.byName.has(source.line.name)) this.byName.set(source.line.name, source)
  }

  /** Tells what is wrong in a rule that may not be used by any other. */
  check(source: RuleSource): void {
    this.guarded(() => new Build(this).node(source))
  }

  /** The rule, ready to match; undefined if something is wrong with it, which is then told. */
  compile(source: RuleSource): CompiledRule | undefined {
    return this.guarded(() => new Build(this).rule(source))
  }

  ruleNamed(name: string): RuleSource | undefined {
    return this.byName.get(name)
  }

  names(): Iterable<string> {
    return this.byName.keys()
  }

  private guarded<T>(build: () => T): T | undefined {
    try {
      return build()
    } catch (trouble) {
      if (!(trouble instanceof RuleTrouble)) throw trouble
      const { message, source, start, end } = trouble
      const found: GrokTrouble = { message, rule: source.line.name, in: source.in, start, end }
      if (!this.isTold(found)) this.troubles.push(found)
      return undefined
    }
  }

  private isTold(trouble: GrokTrouble): boolean {
    const keyOf = ({ start, in: text, message }: GrokTrouble): string => JSON.stringify([start, text, message])
    for (const told of this.troubles.slice(this.lookedThrough)) this.told.add(keyOf(told))
    this.lookedThrough = this.troubles.length
    return this.told.has(keyOf(trouble))
  }
}

/** What is wrong in a rule, at its place in the text that the rule stands in. */
class RuleTrouble extends Error {
  constructor(
    message: string,
    readonly source: RuleSource,
    readonly start: number,
    readonly end: number,
  ) {
    super(message)
  }
}

/** One rule being built, with those that it names laid into it. */
class Build implements FilterHost {
  private readonly captures: (Capture | undefined)[] = []
  private readonly inside: RuleSource[] = []
  private inserts = 0

  constructor(private readonly book: RuleBook) {}

  rule(source: RuleSource): CompiledRule {
    const tree = this.node(source)
    const { start, end } = source.line.pattern
    if (!isCompilable(tree)) throw new RuleTrouble('this rule repeats too much to be tried', source, start, end)
    const { captures } = this
    let match: MatchWhole | undefined
    return {
      captures,
      match: (text, steps) => {
        match ??= wholeMatcher(compileRegex(tree, captures.length))
        return match(text, steps)
      },
    }
  }

  node(source: RuleSource): RegexNode {
    const { pattern, line } = source
    this.inside.push(source)
    try {
      return readRegex(pattern, 0, {
        newCapture: (name) => this.newCapture(groupNamed(name)),
        readInsert: (text, at) => this.insert(text, at),
      })
    } catch (trouble) {
      if (!(trouble instanceof RegexTrouble)) throw trouble
      const from = line.pattern.start
      throw new RuleTrouble(
        trouble.message,
        source,
        from + trouble.start,
        Math.min(from + trouble.end, line.pattern.end),
      )
    } finally {
      this.inside.pop()
    }
  }

  convertBy = (call: Call): Convert => {
    const maker = Object.hasOwn(knownFilters, call.name) ? knownFilters[call.name] : undefined
    if (maker) {
      const convert = maker(call, this)
      return keepingFilters.has(call.name) ? Object.assign(convert, { keepsTexts: true as const }) : convert
    }
    const source = this.book.ruleNamed(call.name)
    if (!source) throw unknown('filter', call, [...Object.keys(knownFilters), ...this.book.names()])
    this.refuseCircle(source, call)
    const build = new Build(this.book)
    build.inside.push(...this.inside)
    const rule = build.rule(source)
    return (value, context) => {
      const places = typeof value === 'string' ? rule.match(value, context.steps) : undefined
      return places && typeof value === 'string' ? collectAttributes(rule.captures, value, places, context) : undefined
    }
  }

  private newCapture(capture: Capture | undefined): number {
    return this.captures.push(capture) - 1
  }

  private insert(text: string, at: number): { readonly node: RegexNode; readonly end: number } {
    const { matcher, path, filter, end } = readInsert(text, at)
    this.inserts += 1
    if (this.inserts > mostInserts) throw new RegexTrouble('the rules laid into this one are too many', at, end)
    const converts: Convert[] = []
    const isExpression = matcher.name === 'regex' && matcher.args.length > 0
    const first = isExpression ? undefined : path && this.newCapture({ path, converts })
    const node = this.matched(matcher, converts, path)
    // What a filter makes of an expression is laid over what the groups named inside hold.
    const capture = isExpression ? path && this.newCapture({ path, converts }) : first
    if (filter) converts.push(this.convertBy(filter))
    return { node: capture === undefined ? node : { kind: 'capture', index: capture, node }, end }
  }

  /** What the name before the colon accepts: a rule, else a matcher. */
  private matched(call: Call, converts: Convert[], path: readonly string[] | undefined): RegexNode {
    const source = this.book.ruleNamed(call.name)
    if (source && call.args.length === 0) {
      this.refuseCircle(source, call)
      return this.node(source)
    }
    const matcher = matcherOf(call, (name) => this.newCapture(name === path?.join('.') ? undefined : groupNamed(name)))
    if (!matcher) throw unknown('matcher', call, [...matcherNames(), ...this.book.names()])
    if (matcher.convert) converts.push(matcher.convert)
    return matcher.node
  }

  private refuseCircle(source: RuleSource, call: Call): void {
    if (!this.inside.includes(source)) return
    throw new RegexTrouble(`the rule ${call.name} is part of itself`, call.start, call.end)
  }
}

/** A group that an expression names is an attribute of that name (observed: tests of the public Argo CD pipeline). */
function groupNamed(name: string | undefined): Capture | undefined {
  return name === undefined ? undefined : { path: [name], converts: [] }
}

function unknown(what: string, call: Call, names: Iterable<string>): RegexTrouble {
  const nearest = nearestName(call.name, names)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return new RegexTrouble(`there is no ${what} ${call.name}${hint}`, call.start, call.end)
}
