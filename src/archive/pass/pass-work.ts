import { type CompiledRules, compileFrom, type RulesSource } from '../../detect/compile-rules'
import { buffersOf } from '../../detect/hits/hit-rows'
import { HitSelection, type SelectedLogs } from '../../detect/hits/hit-selection'
import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs } from '../../event/given'
import type { LogFile } from '../log-files'
import { FoundTroubles, type TroublesOfFile } from '../log-trouble'
import { LogPass, type PassPlan } from './log-pass'

/** What a lane is started with: plain data. */
export interface LaneTask {
  readonly rules: RulesSource
  readonly plan: PassPlan
}

/** A file to read, by its number among those of the run. */
export interface PassFile {
  readonly number: number
  readonly file: LogFile
  readonly given: GivenOfLogs | undefined
}

/** What a lane tells. */
export type LaneNews =
  | { readonly kind: 'selected'; readonly selected: SelectedLogs }
  | {
      readonly kind: 'read'
      readonly number: number
      readonly logs: number
      readonly troubles: TroublesOfFile
    }
  /** With `isStrict`: what ends the run, unless an earlier file does. */
  | { readonly kind: 'refused'; readonly number: number; readonly message: string; readonly help: string | undefined }

export type TellNews = (news: LaneNews, transferred: readonly ArrayBufferLike[]) => void

/** So many events are gathered before they are handed over. */
const mostGathered = 4096

/** Reads one file after the other in a thread of its own, and tells what was selected of it. */
export class PassWork {
  private readonly pass: LogPass
  private readonly selection: HitSelection

  constructor(
    { rules: source, plan }: LaneTask,
    private readonly tell: TellNews,
    private readonly mostRows = mostGathered,
    rules: CompiledRules = compileFrom(source),
  ) {
    this.pass = new LogPass(rules, plan)
    this.selection = new HitSelection(rules)
  }

  async read({ number, file, given }: PassFile): Promise<void> {
    const troubles = new FoundTroubles()
    try {
      const logs = await this.pass.read(file, {
        given,
        onTrouble: (trouble) => troubles.add(trouble),
        onEvent: (event, { offset, part }, candidates) => {
          this.selection.show(event, { file: number, offset, part }, candidates)
          if (this.selection.size >= this.mostRows) this.handOver()
        },
      })
      this.handOver()
      this.tell({ kind: 'read', number, logs, troubles: troubles.of(file.name) }, [])
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      this.tell({ kind: 'refused', number, message: error.message, help: error.help }, [])
    }
  }

  private handOver(): void {
    const selected = this.selection.take()
    this.tell({ kind: 'selected', selected }, buffersOf(selected.rows))
  }
}
