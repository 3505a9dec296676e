import { givers } from '../../detect/lookups-asked'
import { unreachable } from '../../diagnostic/unreachable'
import type { ClauseMiss } from '../../explain/explanation'
import type { Json } from '../../json/json'

/** A clause that kept a log out, and why: `@evt.name:Login: @evt.name is "login", which differs in capitals`. */
export function clauseMissText({ clause, reason, lookup }: ClauseMiss): string {
  const wanting =
    lookup === undefined
      ? ''
      : `, which raw logs get from ${givers[lookup]}, and none is given (enrichment: in ddac.yaml)`
  return `${clause}: ${reason ? reasonText(reason) : 'it does not match'}${wanting}`
}

function reasonText(reason: NonNullable<ClauseMiss['reason']>): string {
  switch (reason.kind) {
    case 'absent':
      return `the log has no ${reason.field}${reason.near === undefined ? '' : `, but ${reason.near}`}`
    case 'other-case':
      return `${reason.field} is ${JSON.stringify(reason.found)}, which differs in capitals`
    case 'other-type':
      return `${reason.field} is ${JSON.stringify(reason.found)}, which is of another type`
    case 'other-value':
      return reason.found.length === 0 ? 'it is nowhere in the log' : `${reason.field} is ${listed(reason.found)}`
    case 'excluded':
      return reason.found.length === 0
        ? 'the log has what is excluded'
        : `${reason.field} is ${listed(reason.found)}, which is excluded`
    case 'table': {
      const found =
        reason.found.length === 0 ? `the log has no ${reason.field}` : `${reason.field} is ${listed(reason.found)}`
      return `${found}, which the table ${reason.wanted ? 'does not hold' : 'holds'}`
    }
    default:
      return unreachable(reason)
  }
}

function listed(values: readonly Json[]): string {
  return values.map((value) => cut(JSON.stringify(value))).join(', ')
}

const longest = 120

/** A message may be megabytes long; its beginning says enough. */
function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
