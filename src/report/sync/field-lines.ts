import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { FieldChange } from '../../wire/differences'
import { changedLines } from './field-change'

/** A field that differs, for a person: its path and a note beside it, below it what goes and what comes. */
export function fieldLines(field: FieldChange, paint: Painter, note = ''): readonly TerminalText[] {
  const lines = changedLines(field).map(({ sign, text }) => {
    const line = `      ${sign} ${text}`.trimEnd()
    return sign === '+' ? paint.added(line) : sign === '-' ? paint.removed(line) : terminal`${line}`
  })
  const said = note === '' ? terminal`` : terminal`  ${paint.faint(note)}`
  return [terminal`    ${field.path}${said}`, ...lines]
}
