import { codes } from '../diagnostic/codes'
import type { Check } from '../lint/check'
import { type JsonText, jsonDocument, jsonLines } from '../medium/json-text'
import type { Painter } from '../medium/painter'
import { type TerminalText, terminal } from '../medium/terminal-text'

/** One check a line: its code, its name, the level that holds unless the workspace sets another, and what it tells. */
export function checksText(checks: readonly Check[], paint: Painter): TerminalText {
  const names = Math.max(...checks.map(({ name }) => name.length))
  const levels = Math.max(...checks.map(({ level }) => level.length))
  const lines = checks.map(({ code, name, level }) => {
    const shown = level === 'off' ? paint.faint : paint[level]
    return terminal`${code}  ${paint.bold(name.padEnd(names))}  ${shown(level.padEnd(levels))}  ${codes[code]}\n`
  })
  return terminal`${lines}`
}

/** The same as one document; `about` is what the check looks at. */
export function checksJson(checks: readonly Check[]): JsonText {
  return jsonDocument({ checks: checks.map(toldCheck) })
}

/** One check a line. */
export function checksNdjson(checks: readonly Check[]): JsonText {
  return jsonLines(checks.map((check) => ({ kind: 'check', ...toldCheck(check) })))
}

/** The wording may change with each version, so that to programs it is any text. */
function toldCheck({ code, name, level, about }: Check): Omit<Check, 'page' | 'run'> & { readonly meaning: string } {
  return { code, name, level, about, meaning: codes[code] }
}

/** Every code there is, one a line, each with what it means. */
export function codesText(paint: Painter): TerminalText {
  return terminal`${Object.entries(codes).map(([code, meaning]) => terminal`${paint.bold(code)}  ${meaning}\n`)}`
}

/** The same as one document. */
export function codesJson(): JsonText {
  return jsonDocument({ codes: toldCodes() })
}

/** One code a line. */
export function codesNdjson(): JsonText {
  return jsonLines(toldCodes().map((each) => ({ kind: 'code', ...each })))
}

function toldCodes(): readonly { readonly code: string; readonly meaning: string }[] {
  return Object.entries(codes).map(([code, meaning]) => ({ code, meaning }))
}
