import type { CompileOptions } from '../../detect/compile-rules'
import { compileRules } from '../../detect/compile-rules'
import { readLog } from '../../event/read-log'
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

  /** Why a rule is not evaluated here; undefined where it is. */
  reasonAgainst(rule: Draft): string | undefined {
    return compileRules([rule], this.evaluation).notEvaluated[0]?.reason
  }

  /** The searches of a rule. */
  queriesOf(rule: Draft): readonly string[] {
    return queriesOfRules(compileRules([rule], this.evaluation).rules)
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
