import { type TerminalText, terminal } from './terminal-text'

type Paint = (text: string | TerminalText) => TerminalText

/** Gives text its colour by what it means, or leaves it alone. */
export interface Painter {
  readonly error: Paint
  readonly warning: Paint
  readonly info: Paint
  readonly bold: Paint
  readonly faint: Paint
  readonly good: Paint
  readonly added: Paint
  readonly removed: Paint
  readonly changed: Paint
  readonly severities: Readonly<Record<'info' | 'low' | 'medium' | 'high' | 'critical', Paint>>
}

const plain: Paint = (text) => terminal`${text}`
const bold: Paint = (text) => terminal`\u001b[1m${text}\u001b[22m`
const dim: Paint = (text) => terminal`\u001b[2m${text}\u001b[22m`
const red: Paint = (text) => terminal`\u001b[31m${text}\u001b[39m`
const green: Paint = (text) => terminal`\u001b[32m${text}\u001b[39m`
const yellow: Paint = (text) => terminal`\u001b[33m${text}\u001b[39m`
const magenta: Paint = (text) => terminal`\u001b[35m${text}\u001b[39m`
const cyan: Paint = (text) => terminal`\u001b[36m${text}\u001b[39m`

export function makePainter(colour: boolean): Painter {
  const painted = (paint: Paint): Paint => (colour ? paint : plain)
  return {
    error: painted(red),
    warning: painted(yellow),
    info: painted(cyan),
    bold: painted(bold),
    faint: painted(dim),
    good: painted(green),
    added: painted(green),
    removed: painted(red),
    changed: painted(yellow),
    severities: {
      info: painted(dim),
      low: painted(cyan),
      medium: painted(yellow),
      high: painted(red),
      critical: painted(magenta),
    },
  }
}
