import { agrees, pairSignals } from '../../calibration/pair-signals'
import type { Signal } from '../../detect/signals/signal'
import type { BacktestPair } from '../../report/backtest-report'
import type { Draft } from '../../rule/rule'
import { asOurSignal } from '../../sync/backtest/job-signal'
import type { RemoteSignal } from '../../wire/decode-signal'

/** The signals of a job beside ours. */
export function pairsOf(own: readonly Signal[], theirs: readonly RemoteSignal[], rule: Draft): readonly BacktestPair[] {
  return pairSignals(own, theirs).map(({ own: ours, theirs: remote }) => ({
    ...(remote && { theirs: asOurSignal(remote, rule) }),
    ...(ours && { own: ours }),
    agrees: ours !== undefined && remote !== undefined && agrees(ours, remote),
  }))
}
