import { isList } from '../../json/json-object'
import type { Step } from '../processor-kind'
import type { Part } from './slice'

/** The step of a processor, and what it touches. */
export interface PartStep {
  readonly step: Step
  readonly part: Part
}

/** Steps one after the other; in a run for some fields alone, only those that the fields need. */
export function runInOrder(all: readonly PartStep[]): Step {
  return (log, run) => {
    const { slice } = run
    for (let index = 0; index < all.length; index += 1) {
      const one = all[index]
      if (one === undefined) continue
      const fate = slice?.[one.part.number] ?? 'run'
      if (fate === 'run') one.step(log, run)
      else for (const path of fate) if (isList(log.at.read(path))) log.isUncertain = true
    }
  }
}
