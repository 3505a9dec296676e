import { isJsonObject } from '../../json/json-object'
import { asText, textIn, textsIn } from '../../json/json-text'
import { parseQuery } from '../../query/parse-query'
import type { Query } from '../../query/query'
import type { RemoteSetting } from '../remote'
import type { ChangedRule } from './changed-rules'
import type { NotificationRuleEffect } from './effect'
import { type SignalVerdict, signalVerdict } from './signal-verdict'

/**
 * Tells whom notification rules tell of a rule's signals. All selectors must fit, and one that is not given or empty
 * fits everything (assumed); only the trigger source of signals is about signals (documented). `severities` are those
 * that the rule's signals can have.
 */
export function makeNotificationCheck(
  settings: readonly RemoteSetting[],
): (rule: ChangedRule, severities: readonly string[]) => readonly NotificationRuleEffect[] {
  const notifications = settings.flatMap(readNotification)
  return (rule, severities) =>
    notifications.flatMap(({ told, types, asked, query, written }) => {
      if (types.length > 0 && !types.includes(rule.type)) return []
      const fitting = severities.filter((severity) => asked.length === 0 || asked.includes(severity))
      const verdicts = fitting.map((severity): readonly [string, SignalVerdict] => [
        severity,
        query ? signalVerdict(query, rule, severity) : 'some',
      ])
      const reached = verdicts.filter(([, verdict]) => verdict !== 'none')
      if (reached.length === 0) return []
      const isForAll = reached.every(([, verdict]) => verdict === 'all')
      const severity = reached.map(([each]) => each)
      return [{ ...rule.affected, ...told, severities: severity, ...(!isForAll && { when: written }) }]
    })
}

interface NotificationRule {
  readonly told: Pick<NotificationRuleEffect, 'kind' | 'remoteId' | 'name' | 'targets'>
  readonly types: readonly string[]
  readonly asked: readonly string[]
  /** Absent for one that cannot be read. */
  readonly query: Query | undefined
  readonly written: string
}

function readNotification({ id, attributes }: RemoteSetting): readonly NotificationRule[] {
  const { enabled, name, selectors, targets } = attributes
  if (enabled === false || !isJsonObject(selectors) || selectors.trigger_source !== 'security_signals') return []
  const written = textIn(selectors.query)
  return [
    {
      told: {
        kind: 'notificationRule',
        remoteId: id,
        name: asText(name) ?? id,
        targets: textsIn(targets),
      },
      types: textsIn(selectors.rule_types),
      asked: textsIn(selectors.severities),
      query: parseQuery(written).query,
      written,
    },
  ]
}
