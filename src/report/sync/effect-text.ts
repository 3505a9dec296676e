import { unreachable } from '../../diagnostic/unreachable'
import type { SafeText, Template } from '../../medium/safe-text'
import type { Effect } from '../../sync/effects/effect'

/** How sentences with texts of the tenant are written: names by the medium's template, queries, ids and slugs as `code`. */
interface Writing<Text extends SafeText> {
  readonly write: Template<Text>
  readonly code: (text: string) => Text
}

/** One line of what settings of the tenant do. */
export interface EffectLine<Text> {
  readonly level: 'warning' | 'info'
  readonly text: Text
}

const shownRules = 5
const shownFilters = 3

/** One line for each thing that a setting of the tenant does, with the rules that it does it to; warnings come first. */
export function effectLines<Text extends SafeText>(
  effects: readonly Effect[],
  writing: Writing<Text>,
): readonly EffectLine<Text>[] {
  const byDoing = new Map<string, EffectLine<Text> & { readonly rules: Text[] }>()
  for (const effect of effects) {
    const text = doingText(effect, writing)
    const level = effect.kind === 'securityFilter' ? 'warning' : 'info'
    const known = byDoing.get(String(text)) ?? { level, text, rules: [] }
    known.rules.push(ruleText(effect, writing))
    byDoing.set(String(text), known)
  }
  const { write } = writing
  const lines = [...byDoing.values()].map(({ level, text, rules }) => ({
    level,
    text: write`${text}: ${listed(rules, shownRules, write)}`,
  }))
  return [...lines.filter(({ level }) => level === 'warning'), ...lines.filter(({ level }) => level === 'info')]
}

function doingText<Text extends SafeText>(effect: Effect, { write, code }: Writing<Text>): Text {
  const signals = (when: string | undefined): Text =>
    when === undefined ? write`signals` : write`signals that match ${code(when)}`
  switch (effect.kind) {
    case 'securityFilter': {
      const filters = effect.filters.map(({ name, query }) => write`"${name}" (${code(query)})`)
      const admitted = listed(filters, shownFilters, write)
      return write`no enabled security filter admits the logs that these look for, only ${admitted} is analysed`
    }
    case 'notificationRule': {
      const { name, remoteId, targets, severities, when } = effect
      const whom = targets.join(' ') || 'nobody'
      return write`notification rule "${name}" (${code(remoteId)}) tells ${whom} of ${severities.join(', ')} ${signals(when)}`
    }
    case 'criticalAsset': {
      const { remoteId, severity, when } = effect
      return write`critical asset ${code(remoteId)} ${shiftText(severity)} of ${when === undefined ? 'all ' : ''}${signals(when)}`
    }
    default:
      return unreachable(effect)
  }
}

function shiftText(severity: string): string {
  if (severity === 'increase') return 'raises the severity'
  return severity === 'decrease' ? 'lowers the severity' : `makes ${severity} the severity`
}

function ruleText<Text extends SafeText>(effect: Effect, { write, code }: Writing<Text>): Text {
  const named = effect.of === 'override' ? write`${code(effect.rule)} (${effect.ruleName})` : code(effect.rule)
  if (effect.kind !== 'securityFilter' || effect.all) return named
  return write`${named} (${listed(effect.queries.map(code), effect.queries.length, write)} alone)`
}

/** The first `most` texts with commas between them, and how many more there are. */
function listed<Text extends SafeText>(texts: readonly Text[], most: number, write: Template<Text>): Text {
  const rest = texts.length - most
  const shown = texts.slice(0, most).map((text, index) => (index === 0 ? text : write`, ${text}`))
  return rest > 0 ? write`${shown} and ${rest} more` : write`${shown}`
}
