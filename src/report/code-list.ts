import { codes } from '../diagnostic/codes'
import type { Check } from '../lint/check'
import type { Painter } from './painter'

/** One check a line: its code, its name, the level that holds unless the workspace sets another, and what it tells. */
export function checksText(checks: readonly Check[], paint: Painter): string {
  const names = Math.max(...checks.map(({ name }) => name.length))
  const levels = Math.max(...checks.map(({ level }) => level.length))
  return checks
    .map(({ code, name, level }) => {
      const shown = level === 'off' ? paint.faint : paint[level]
      return `${code}  ${paint.bold(name.padEnd(names))}  ${shown(level.padEnd(levels))}  ${codes[code]}\n`
    })
    .join('')
}

/** The same as one document; `about` is what the check looks at. */
export function checksJson(checks: readonly Check[]): string {
  const told = checks.map(({ code, name, level, about }) => ({ code, name, level, about, meaning: codes[code] }))
  return `${JSON.stringify({ checks: told }, null, 2)}\n`
}

/** Every code there is, one a line, each with what it means. */
export function codesText(paint: Painter): string {
  return Object.entries(codes)
    .map(([code, meaning]) => `${paint.bold(code)}  ${meaning}\n`)
    .join('')
}

export function codesJson(): string {
  const told = Object.entries(codes).map(([code, meaning]) => ({ code, meaning }))
  return `${JSON.stringify({ codes: told }, null, 2)}\n`
}
