import { compilePath } from '../../event/attribute-path'
import type { LogEvent } from '../../event/log-event'
import type { Json } from '../../json/json'
import type { CompiledRule } from '../compiled-rule'

type Reader = (event: LogEvent) => readonly Json[]

/** What is told of each signal of a rule alike, worked out once. */
export class ToldOfRule {
  /** Its tags in lower case, each once. */
  readonly tags: readonly string[]
  /** The sources that its tags name. */
  readonly sources: readonly string[]
  private readonly readers = new Map<string, Reader>()

  private static readonly known = new WeakMap<CompiledRule, ToldOfRule>()

  static of(rule: CompiledRule): ToldOfRule {
    const known = ToldOfRule.known.get(rule)
    if (known) return known
    const told = new ToldOfRule(rule)
    ToldOfRule.known.set(rule, told)
    return told
  }

  private constructor({ rule }: CompiledRule) {
    this.tags = [...new Set((rule.tags ?? []).map((tag) => tag.toLowerCase()))]
    this.sources = this.tags.flatMap((tag) => (/^source:./.test(tag) ? [tag.slice('source:'.length)] : []))
  }

  /** `compilePath`, for a path that texts or groups of the rule name. */
  read(path: string, event: LogEvent): readonly Json[] {
    let reader = this.readers.get(path)
    if (reader === undefined) {
      reader = compilePath(path)
      this.readers.set(path, reader)
    }
    return reader(event)
  }
}
