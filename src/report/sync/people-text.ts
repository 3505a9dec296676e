import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { Change, LastTouch, PeoplesChange } from '../../sync/plan/plan'
import type { FieldChange } from '../../wire/differences'
import { weakeningWords } from './change/weakening-text'
import { fieldLines } from './field-lines'
import { touchText } from './touch-text'

/** What a change leaves of people's work in the tenant, and what it takes back, field by field. */
export function peopleLines(change: Change, paint: Painter): readonly TerminalText[] {
  const { leaves, takesBack, action } = change
  return [
    ...(leaves && !isWithheldForIt(change) ? told(leftWords(action), leaves, paint) : []),
    ...(takesBack ? told('takes back what was changed in the tenant', takesBack, paint) : []),
  ]
}

/** The same in one sentence each. */
export function peopleSentences(change: Partial<Change>): readonly string[] {
  const { leaves, takesBack, action } = change
  const said = (what: string, { fields, ...who }: PeoplesChange): string =>
    `${what}: ${fields.map(({ path }) => path).join(', ')} (${whoText(who)})`
  return [
    ...(leaves && !isWithheldForIt(change) ? [said(leftWords(action), leaves)] : []),
    ...(takesBack ? [said('takes back what was changed in the tenant', takesBack)] : []),
  ]
}

/** The fields that tell of a change: of one that is withheld for people's work alone, that work. */
export function toldFields(change: Change): readonly FieldChange[] {
  return isWithheldForIt(change) ? (change.leaves?.fields ?? []) : change.fields
}

/** Whether people's work is all that there is to a change: git asked for nothing. */
function isWithheldForIt({ action, leaves, withheld }: Partial<Change>): boolean {
  return action === 'withheld' && leaves !== undefined && withheld?.asked === false
}

function leftWords(action: Change['action'] | undefined): string {
  return action === 'withheld' ? 'was changed in the tenant' : 'stays as it was left in the tenant'
}

/** What is weighed of a change: what it does, or what people did for which it is withheld. */
export function weighedFields({ action, leaves, fields }: Change): readonly FieldChange[] {
  return action === 'withheld' && leaves ? leaves.fields : fields
}

/** How a change, or what it is withheld for, weakens detection, as words at the end of its head. */
export function weakeningText(change: Change): string {
  return weakeningWords(change.kind, weighedFields(change))
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
