import { unreachable } from '../../diagnostic/unreachable'
import type { Effect } from '../../sync/effects/effect'

/** How texts of the tenant are put into a sentence: `code` for queries, ids and slugs, `prose` for names. */
interface Quoting {
  readonly code: (text: string) => string
  readonly prose: (text: string) => string
}

const shownRules = 5
const shownFilters = 3

/** One line for each thing that a setting of the tenant does, with the rules that it does it to; warnings come first. */
export function effectLines(
  effects: readonly Effect[],
  quoting: Quoting,
): readonly { readonly level: 'warning' | 'info'; readonly text: string }[] {
  const byDoing = new Map<string, { readonly level: 'warning' | 'info'; readonly rules: string[] }>()
  for (const effect of effects) {
    const doing = doingText(effect, quoting)
    const known = byDoing.get(doing) ?? { level: effect.kind === 'securityFilter' ? 'warning' : 'info', rules: [] }
    known.rules.push(ruleText(effect, quoting))
    byDoing.set(doing, known)
  }
  const lines = [...byDoing].map(([doing, { level, rules }]) => ({
    level,
    text: `${doing}: ${listed(rules, shownRules)}`,
  }))
  return [...lines.filter(({ level }) => level === 'warning'), ...lines.filter(({ level }) => level === 'info')]
}

function doingText(effect: Effect, { code, prose }: Quoting): string {
  const signals = (when: string | undefined): string =>
    when === undefined ? 'signals' : `signals that match ${code(when)}`
  switch (effect.kind) {
    case 'securityFilter': {
      const filters = effect.filters.map(({ name, query }) => `"${prose(name)}" (${code(query)})`)
      return `no enabled security filter admits the logs that these look for, only ${listed(filters, shownFilters)} is analysed`
    }
    case 'notificationRule': {
      const { name, remoteId, targets, severities, when } = effect
      const whom = targets.map(prose).join(' ') || 'nobody'
      return `notification rule "${prose(name)}" (${code(remoteId)}) tells ${whom} of ${severities.join(', ')} ${signals(when)}`
    }
    case 'criticalAsset': {
      const { remoteId, severity, when } = effect
      return `critical asset ${code(remoteId)} ${shiftText(severity)} of ${when === undefined ? 'all ' : ''}${signals(when)}`
    }
    default:
      return unreachable(effect)
  }
}

function shiftText(severity: string): string {
  if (severity === 'increase') return 'raises the severity'
  return severity === 'decrease' ? 'lowers the severity' : `makes ${severity} the severity`
}

function ruleText(effect: Effect, { code, prose }: Quoting): string {
  const named = effect.of === 'override' ? `${code(effect.rule)} (${prose(effect.ruleName)})` : code(effect.rule)
  if (effect.kind !== 'securityFilter' || effect.all) return named
  return `${named} (${effect.queries.map(code).join(', ')} alone)`
}

function listed(texts: readonly string[], most: number): string {
  const rest = texts.length - most
  return rest > 0 ? `${texts.slice(0, most).join(', ')} and ${rest} more` : texts.join(', ')
}
