import type { CompileOptions } from '../../detect/compile-rules'
import { compileRules } from '../../detect/compile-rules'
import { readLog } from '../../event/read-log'
import { methodOf } from '../../rule/methods/method-of'
import type { Draft } from '../../rule/rule'
import type { FetchedLog } from '../../sampling/anonymise/anonymise-logs'
import type { RemoteSignal } from '../../wire/decode-signal'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { anonymisingKey } from '../../workspace/tenant-logs/anonymising-key'
import { firstLogs, signalsOf } from '../../workspace/tenant-logs/fetch-logs'
import type { LogSearch } from '../../workspace/tenant-logs/log-source'
import { readFetched } from '../../workspace/tenant-logs/read-fetched'
import { queriesOfRules } from '../../workspace/tenant-logs/rule-queries'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'
import type { OpenTenant } from '../tenants/open-tenant'
import { fetchTenantLogs } from '../tenants/tenant-logs'

/** Everything that the making of one sample after the other needs. */
export class SamplingRun {
  /** Decides the names; absent where logs stay as they are. */
  readonly key: string | undefined

  constructor(
    readonly workspace: Workspace,
    readonly detections: LocalDetections,
    readonly tenant: OpenTenant,
    private readonly options: { readonly raw?: boolean; readonly maxLogs?: number },
    private readonly context: CliContext,
    private readonly globals: GlobalOptions,
  ) {
    this.key = options.raw ? undefined : anonymisingKey(workspace.root)
  }

  /** What rules are evaluated with. */
  get evaluation(): Required<Pick<CompileOptions, 'suppressions' | 'tables' | 'harmlessKeys'>> {
    const { suppressions } = this.detections
    const { tables, config } = this.workspace
    return { suppressions, tables, harmlessKeys: config.policy.harmlessKeys }
  }

  /** A rule with those that it needs beside it: the rules whose signals it looks at, and whose signals those look at. */
  rulesFor(rule: Draft): readonly Draft[] {
    if (methodOf(rule).reads !== 'signals') return [rule]
    const others = this.detections.rules.filter((each) => each.isEnabled && each.id !== rule.id)
    const { rules: compiled } = compileRules([rule, ...others], this.evaluation)
    const found = [rule]
    // It grows while it is walked.
    for (const one of found) {
      const names = compiled.find((each) => each.rule === one)?.sources.map(({ rules }) => rules) ?? []
      for (const each of others) {
        const isSource = names.some(
          (some) => some.length === 0 || some.includes(each.id ?? each.name) || some.includes(each.name),
        )
        if (isSource && !found.includes(each)) found.push(each)
      }
    }
    return found
  }

  /** Why a rule is not evaluated here; undefined where it is. */
  reasonAgainst(rule: Draft): string | undefined {
    const { notEvaluated } = compileRules(this.rulesFor(rule), this.evaluation)
    return notEvaluated.find((each) => each.rule === (rule.id ?? rule.name))?.reason
  }

  /** The searches of a rule. */
  queriesOf(rule: Draft): readonly string[] {
    return queriesOfRules(compileRules(this.rulesFor(rule), this.evaluation).rules)
  }

  /** Fetches what searches find, all of them counted first; answers the logs of some of them. */
  async fetch(searches: readonly LogSearch[]): Promise<(some: readonly LogSearch[]) => Promise<readonly FetchedLog[]>> {
    const wanted = { searches, maxLogs: this.options.maxLogs }
    const files = await fetchTenantLogs(this.workspace, this.tenant.logs, wanted, this.context, this.globals)
    return (some) => {
      const [fromMs, toMs] = [Math.min(...some.map((each) => each.fromMs)), Math.max(...some.map((each) => each.toMs))]
      return readFetched(
        some.flatMap(({ query }) => files.get(query) ?? []),
        { fromMs, toMs },
      )
    }
  }

  /** The signals of a stretch, the earliest first. What is no signal of a rule is left out. */
  signals(search: LogSearch): AsyncGenerator<RemoteSignal> {
    return signalsOf({ source: this.tenant.logs, sleep: this.context.sleep }, search)
  }

  /** Some logs of a search, of which nothing is kept. */
  async some(search: LogSearch, most: number): Promise<readonly FetchedLog[]> {
    const { sleep } = this.context
    const raws = await firstLogs({ source: this.tenant.logs, sleep }, search, most)
    return raws.flatMap((raw) => {
      const read = readLog(raw)
      return 'event' in read ? [{ raw, event: read.event }] : []
    })
  }
}
