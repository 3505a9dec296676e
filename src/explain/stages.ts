import type { GroupTrigger } from '../detect/compiled-rule'
import type { Aftermath } from './aftermath'
import type { Held, Shown, StageExplanation } from './explanation'
import type { Groups } from './groups'
import { firstOf } from './shown'
import { caseTargets, stepTargets } from './targets'

/** Of each stage so many groups are named. */
const mostGroups = 20

/** Where each step or case of a rule held, taken alone and in its place. Other methods have no stages. */
export function stagesOf({ rule, bench, groups, triggers }: Aftermath): readonly StageExplanation[] {
  const heldBy = (found: readonly GroupTrigger[]): Shown<Held> => firstOf(heldIn(found, groups), mostGroups)
  if (rule.options.detectionMethod === 'sequence_detection') {
    return stepTargets(rule).flatMap(({ stage, rule: chain, sides, windows }): readonly StageExplanation[] => {
      const [side] = sides
      const transition = windows.find(({ what }) => what === 'transition')
      if (side === undefined) return []
      const step: StageExplanation = {
        kind: 'step',
        name: stage.name,
        condition: side.text,
        windowMs: side.windowMs,
        ...(transition && { waitMs: transition.windowMs }),
        held: heldBy(bench.triggersOf(side.rule)),
        reached: heldBy(bench.triggersOf(chain)),
      }
      return [step]
    })
  }
  return caseTargets(rule).flatMap(({ stage, caseIndex, rule: only, sides, windows }): readonly StageExplanation[] => {
    const ofSides = sides.map(
      (side): StageExplanation => ({
        kind: 'side',
        name: side.name,
        condition: side.text,
        windowMs: side.windowMs,
        held: heldBy(bench.triggersOf(side.rule)),
      }),
    )
    const whole: StageExplanation = {
      kind: 'case',
      name: stage.name,
      condition: only.cases[0]?.condition ?? '',
      windowMs: windows[0]?.windowMs ?? 0,
      held: heldBy(bench.triggersOf(only)),
      reached: heldBy(triggers.filter(({ trigger }) => trigger.caseIndex === caseIndex)),
    }
    return sides.length > 1 ? [...ofSides, whole] : [whole]
  })
}

/** The moments of each group, groups in the order in which they first held. */
function heldIn(found: readonly GroupTrigger[], groups: Groups): readonly Held[] {
  const byGroup = new Map<string, Held>()
  for (const { group, trigger } of found) {
    const known = byGroup.get(group.key)
    byGroup.set(group.key, {
      group: groups.valuesOf(group),
      firstMs: known?.firstMs ?? trigger.atMs,
      lastMs: trigger.atMs,
      moments: (known?.moments ?? 0) + 1,
    })
  }
  return [...byGroup.values()]
}
