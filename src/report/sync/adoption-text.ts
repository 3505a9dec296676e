import type { Painter } from '../../medium/painter'
import { lined, type TerminalText, terminal } from '../../medium/terminal-text'
import type { LastTouch } from '../../sync/plan/plan'
import type { Clash } from '../../sync/tenant-changes/merge-sides'
import type { FieldChange } from '../../wire/differences'
import { fieldLines } from './field-lines'
import { touchText } from './touch-text'

/** What git and a tenant each made of the same fields, one side after the other. */
export function clashText(clashes: readonly Clash[], who: LastTouch | undefined, paint: Painter): TerminalText {
  const side = (name: 'git' | 'tenant') =>
    clashes.flatMap(({ path, base, [name]: after }) => {
      const change = { path, ...(base !== undefined && { before: base }), ...(after !== undefined && { after }) }
      return fieldLines(change, paint)
    })
  return lined([
    terminal`  in git:`,
    ...side('git'),
    terminal`  in the tenant${who ? `, last touched ${touchText(who)}` : ''}:`,
    ...side('tenant'),
  ])
}

/** Both sides of fields of which nobody knows who changed them. */
export function bothSidesText(fields: readonly FieldChange[], paint: Painter): TerminalText {
  return lined([terminal`  from the tenant to git:`, ...fields.flatMap((field) => fieldLines(field, paint))])
}
