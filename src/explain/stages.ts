import type { GroupTrigger } from '../detect/compiled-rule'
import { engineOf } from '../detect/methods/all-methods'
import type { Target } from '../detect/methods/target'
import type { Aftermath } from './aftermath'
import type { Held, Shown, StageExplanation } from './explanation'
import type { Groups } from './groups'
import { firstOf } from './shown'

/** Of each stage so many groups are named. */
const mostGroups = 20

/** Where each step or case of a rule held, taken alone and in its place. Some methods have neither. */
export function stagesOf(after: Aftermath): readonly StageExplanation[] {
  const targets = engineOf(after.rule)?.targets?.(after.rule) ?? []
  return targets.flatMap((target) => (target.stage.kind === 'step' ? stepStage : caseStages)(after, target))
}

function stepStage({ bench, groups }: Aftermath, target: Target): readonly StageExplanation[] {
  const [side] = target.sides
  const transition = target.windows.find(({ what }) => what === 'transition')
  if (side === undefined) return []
  const step: StageExplanation = {
    kind: 'step',
    name: target.stage.name,
    condition: side.text,
    windowMs: side.windowMs,
    ...(transition && { waitMs: transition.windowMs }),
    held: heldBy(bench.triggersOf(side.rule), groups),
    reached: heldBy(bench.triggersOf(target.rule), groups),
  }
  return [step]
}

function caseStages({ bench, groups, triggers }: Aftermath, target: Target): readonly StageExplanation[] {
  const { stage, caseIndex, rule: only, sides, windows } = target
  const ofSides = sides.map(
    (side): StageExplanation => ({
      kind: 'side',
      name: side.name,
      condition: side.text,
      windowMs: side.windowMs,
      held: heldBy(bench.triggersOf(side.rule), groups),
    }),
  )
  const whole: StageExplanation = {
    kind: 'case',
    name: stage.name,
    condition: only.cases[0]?.condition ?? '',
    windowMs: windows[0]?.windowMs ?? 0,
    held: heldBy(bench.triggersOf(only), groups),
    reached: heldBy(
      triggers.filter(({ trigger }) => trigger.caseIndex === caseIndex),
      groups,
    ),
  }
  return sides.length > 1 ? [...ofSides, whole] : [whole]
}

function heldBy(found: readonly GroupTrigger[], groups: Groups): Shown<Held> {
  return firstOf(heldIn(found, groups), mostGroups)
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
