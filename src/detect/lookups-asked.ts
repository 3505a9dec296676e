import { unquotedPath } from '../event/attribute-path'
import { carries, type LookedUp, lookedUp } from '../event/enrichment/enrich'
import type { LogEvent } from '../event/log-event'
import { sourcesAskedBy } from '../query/sources-asked'
import { clausesIn } from '../query/walk-query'
import type { Draft, RuleQuery } from '../rule/rule'
import type { CompiledRules } from './compile-rules'
import { type CompiledRule, type Selector, sideOf } from './compiled-rule'
import { missingValues } from './missing-values'
import type { NotEvaluated, Sided } from './signals/signal'
import type { Unheard } from './unheard'

/** What a query over logs asks for that only a lookup gives, be it to match or not to. */
function askedBy({ rule }: CompiledRule, { query, index }: Selector): readonly LookedUp[] {
  const written = rule.queries[index] ?? {}
  const paths = [
    ...clausesIn(query).flatMap(({ clause: { field } }) =>
      field.kind === 'attribute' ? [unquotedPath(field.path)] : [],
    ),
    ...attributesNeeded(rule, written),
  ]
  return lookedUp.filter((name) => paths.some((path) => isBelow(path, name)))
}

/** The attributes that a log must have to count for a query, beside those that its text names. */
export function attributesNeeded(rule: Draft, query: RuleQuery): readonly string[] {
  const fields = [...(query.groupByFields ?? []), ...missingValues(rule, query)(nothing)]
  return fields.filter((field) => field.startsWith('@')).map((field) => field.slice(1))
}

/** A log that has nothing, so that it lacks all that is needed. */
const nothing: LogEvent = { id: '', timeMs: 0, tags: [], attributes: {} }

/** That an address is none needs no lookup. */
function isBelow(path: string, name: LookedUp): boolean {
  return (path === name || path.startsWith(`${name}.`)) && path !== `${name}.invalidAddress`
}

/** What of lookups was missing in logs and what was there. */
export interface LookupsFound {
  /** By the source of logs that lack it; of logs without one, by the empty text. */
  readonly lacking: Map<LookedUp, Set<string>>
  readonly carried: Set<LookedUp>
}

/** What the queries of compiled rules ask for: logs are watched in many parts, and each would go over all rules. */
const askedByAll = new WeakMap<CompiledRules, readonly LookedUp[]>()

/** Watches logs for what could not be looked up, so that rules which ask for it are not taken for silent. */
export class LookupsMissed {
  readonly found: LookupsFound = { lacking: new Map(), carried: new Set() }
  private readonly asked: readonly LookedUp[]

  constructor(private readonly compiled: CompiledRules) {
    this.asked = askedByAll.get(compiled) ?? [
      ...new Set(compiled.rules.flatMap((rule) => rule.selectors.flatMap((selector) => askedBy(rule, selector)))),
    ]
    askedByAll.set(compiled, this.asked)
  }

  show(event: LogEvent): void {
    if (this.asked.length === 0) return
    const { carried } = this.found
    for (const name of event.unenriched ?? []) this.lacks(name, event.source?.toLowerCase() ?? '')
    for (const name of this.asked) {
      if (!carried.has(name) && carries(event.attributes, name)) carried.add(name)
    }
  }

  add({ lacking, carried }: LookupsFound): void {
    for (const [name, sources] of lacking) for (const source of sources) this.lacks(name, source)
    for (const name of carried) this.found.carried.add(name)
  }

  private lacks(name: LookedUp, source: string): void {
    const { lacking } = this.found
    const sources = lacking.get(name) ?? new Set<string>()
    lacking.set(name, sources.add(source))
  }

  /** Rules of which each query asks for it are not evaluated; of others it is told which of their queries are deaf. */
  missed(): {
    readonly notEvaluated: readonly (NotEvaluated & Sided)[]
    readonly unheard: readonly Unheard[]
  } {
    const notEvaluated: (NotEvaluated & Sided)[] = []
    const unheard: Unheard[] = []
    if (this.found.lacking.size === 0) return { notEvaluated, unheard }
    for (const rule of this.compiled.rules) {
      const deaf = rule.selectors.flatMap((selector) => {
        const missing = askedBy(rule, selector).filter((name) => this.isMissed(name, selector))
        return missing.length > 0 ? [{ query: selector.name, missing }] : []
      })
      const [first] = deaf.flatMap(({ missing }) => missing)
      if (first === undefined) continue
      const told = { rule: rule.name, ...sideOf(rule) }
      if (deaf.length === rule.selectors.length) notEvaluated.push({ ...told, reason: reasonOf(first) })
      else unheard.push({ kind: 'deaf', ...told, queries: deaf.map(({ query }) => query), lookup: first })
    }
    return { notEvaluated, unheard }
  }

  private isMissed(name: LookedUp, { query }: Selector): boolean {
    const lacking = this.found.lacking.get(name)
    if (lacking === undefined || this.found.carried.has(name)) return false
    return sourcesAskedBy(query)?.some((source) => lacking.has(source.toLowerCase())) ?? true
  }
}

function reasonOf(name: LookedUp): string {
  return `it asks for @${name}, which raw logs get from ${givers[name]}, and none is given (enrichment: in ddac.yaml)`
}

/** Where each is looked up. */
export const givers: Readonly<Record<LookedUp, string>> = {
  'network.client.geoip': 'a GeoIP database',
  threat_intel: 'threat lists',
}
