import { givers } from '../detect/lookups-asked'
import type { Unheard } from '../detect/unheard'
import type { Code } from '../diagnostic/codes'
import { listed } from '../diagnostic/shown'
import { unreachable } from '../diagnostic/unreachable'
import { lined, type TerminalText, terminal } from '../medium/terminal-text'

/** Why rules may be silent, and what can be done about it. */
export interface UnheardNote {
  readonly code: Code
  readonly message: string
  readonly help: string
}

const sayIt = 'say whose logs a file holds: --source NAME, or logs: in ddac.yaml'

export function unheardNote(unheard: Unheard): UnheardNote {
  switch (unheard.kind) {
    case 'lost': {
      const { rule, matched, fields } = unheard
      const all = matched === 1 ? 'the one log' : `all ${matched} logs`
      const isPlace = fields.some((field) => field.startsWith('@network.client.geoip'))
      return {
        code: 'L008',
        message: `${rule}: ${all} that it matches ${matched === 1 ? 'lacks' : 'lack'} ${listed(fields)}, so none counts`,
        help: isPlace
          ? 'a GeoIP database under enrichment: in ddac.yaml tells places from addresses'
          : `ddac explain ${rule} shows the logs; pipelines of the tenant (ddac pipeline pull) may give them what they lack`,
      }
    }
    case 'absentSources': {
      const { sources, rules, others } = unheard
      const asking = rules.length === 1 ? `${listed(rules)} asks` : `${rules.length} rules ask`
      const message = `no log of ${listed(sources)} was read, for which ${asking}`
      if (others.length === 0) return { code: 'L009', message, help: sayIt }
      const named = others.length > 3 ? [...others.slice(0, 3), `${others.length - 3} more`] : others
      const help = `${sayIt}; the logs that were read are of ${listed(named)}: where a log names its source itself, that stays, unless "ddsource" stands beside it`
      return { code: 'L009', message, help }
    }
    case 'deaf': {
      const { rule, queries, lookup } = unheard
      const what = queries.length === 1 ? 'its query' : 'its queries'
      return {
        code: 'L011',
        message: `${rule}: ${what} ${listed(queries)} ask${queries.length === 1 ? 's' : ''} for @${lookup}, which raw logs get from ${givers[lookup]}, and none is given`,
        help: 'enrichment: in ddac.yaml names it',
      }
    }
    case 'noSource': {
      const { logs } = unheard
      const what = logs === 1 ? 'one log has' : `${logs} logs have`
      return {
        code: 'L010',
        message: `${what} no source, so rules that ask for one do not see ${logs === 1 ? 'it' : 'them'}`,
        help: sayIt,
      }
    }
    case 'noZone': {
      const { logs } = unheard
      const what = logs === 1 ? 'one log writes its time' : `${logs} logs write their times`
      return {
        code: 'L012',
        message: `${what} without a zone: read as UTC, as a tenant reads ${logs === 1 ? 'it' : 'them'}`,
        help: 'if it is local time, write the zone into the logs, or let a pipeline read it: %{date("FORMAT","Europe/Berlin"):date} and a date-remapper',
      }
    }
    default:
      return unreachable(unheard)
  }
}

/** A line each. */
export function unheardText(unheard: readonly Unheard[]): TerminalText {
  const lines = unheard
    .map(unheardNote)
    .map(({ code, message, help }) => terminal`warning[${code}]: ${message} (${help})`)
  return lines.length > 0 ? terminal`${lined(lines)}\n` : terminal``
}
