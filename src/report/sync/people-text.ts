import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { Change, LastTouch, PeoplesChange } from '../../sync/plan/plan'
import type { FieldChange } from '../../wire/differences'
import { weakeningWords } from './change/weakening-text'
import { fieldLines } from './field-lines'
import { touchText } from './touch-text'

/** What a change leaves of people's work in the tenant, and what it takes back, field by field. */
export function peopleLines({ leaves, takesBack, action }: Change, paint: Painter): readonly TerminalText[] {
  return [
    ...(leaves && action !== 'withheld' ? told('stays as it was left in the tenant', leaves, paint) : []),
    ...(takesBack ? told('takes back what was changed in the tenant', takesBack, paint) : []),
  ]
}

/** The same in one sentence each. */
export function peopleSentences({ leaves, takesBack, action }: Partial<Change>): readonly string[] {
  const said = (what: string, { fields, ...who }: PeoplesChange): string =>
    `${what}: ${fields.map(({ path }) => path).join(', ')} (${whoText(who)})`
  return [
    ...(leaves && action !== 'withheld' ? [said('stays as it was left in the tenant', leaves)] : []),
    ...(takesBack ? [said('takes back what was changed in the tenant', takesBack)] : []),
  ]
}

/** The fields that tell of a change: of one that is withheld for people's work, that work. */
export function toldFields({ action, leaves, fields }: Change): readonly FieldChange[] {
  return action === 'withheld' && leaves ? leaves.fields : fields
}

/** How a change, or what it is withheld for, weakens detection, as words at the end of its head. */
export function weakeningText(change: Change): string {
  return weakeningWords(change.kind, toldFields(change))
}

function told(what: string, { fields, ...who }: PeoplesChange, paint: Painter): readonly TerminalText[] {
  return [
    terminal`    ${paint.warning(what)}, ${whoText(who)}:`,
    ...fields.flatMap((field) => fieldLines(field, paint)),
  ]
}

function whoText(who: LastTouch): string {
  return `last touched ${touchText(who)}`
}
