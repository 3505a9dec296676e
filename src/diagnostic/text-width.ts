import { onOneLine } from '../medium/unseen'

/** Tab stops as terminals and editors have them in YAML. */
const tabColumns = 4

/** Made for the first text that is not plain: it costs as much as reading some files. */
let segmenter: Intl.Segmenter | undefined

function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** Signs that each stand alone and take one column: Latin, and the stand-ins for what is not shown. */
const oneColumnEach = /^[\x20-\x7e\xa0-\u02ff\u2026\u23ce\ufffd]*$/

/** How many terminal columns a text without tabs takes: wide signs take two, joined and zero-width ones none. */
export function columnsOf(text: string): number {
  if (oneColumnEach.test(text)) return text.length
  let columns = 0
  for (const { segment } of segmentsOf(text)) columns += columnsOfGrapheme(segment)
  return columns
}

/** Tabs as spaces up to the next stop, other control signs as a visible stand-in. `from` is the column of the start. */
export function expandTabs(text: string, from = 0): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  let column = from
  let expanded = ''
  for (const [index, piece] of text.split('\t').entries()) {
    const tab = index === 0 ? '' : ' '.repeat(tabColumns - (column % tabColumns))
    const shown = onOneLine(piece)
    expanded += tab + shown
    column += tab.length + columnsOf(shown)
  }
  return expanded
}

/** At most `columns` of a text, with `…` where the `start` or the `end` was cut off. */
export function cutToColumns(text: string, columns: number, cut: 'start' | 'end'): string {
  if (text.length <= columns && columnsOf(text) <= columns) return text
  // Far more signs than could ever be shown are dropped before they are looked at one by one.
  const near = cut === 'start' ? text.slice(-columns * 8) : text.slice(0, columns * 8)
  if (oneColumnEach.test(near))
    return cut === 'start' ? `…${near.slice(near.length - columns + 1)}` : `${near.slice(0, columns - 1)}…`
  const segments = segmentsOf(near)
  const kept: string[] = []
  let used = 1
  for (const { segment } of cut === 'start' ? [...segments].reverse() : segments) {
    used += columnsOfGrapheme(segment)
    if (used > columns) break
    kept.push(segment)
  }
  return cut === 'start' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`
}

/** A text in lines that are no wider, broken between words; a word that is wider itself has a line of its own. */
export function wrapToColumns(text: string, columns: number | undefined): readonly string[] {
  if (columns === undefined || columnsOf(text) <= columns) return [text]
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function columnsOfGrapheme(segment: string): number {
  const code = segment.codePointAt(0) ?? 0
  if (oneColumnEach.test(segment)) return segment.length
  if (/^[\p{Mark}\u200b-\u200f\u2060\ufeff]/u.test(segment)) return 0
  if (segment.includes('\ufe0f') || /^\p{Emoji_Presentation}/u.test(segment)) return 2
  return wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** Code points that East Asian terminals and fonts draw two columns wide (Unicode TR 11: W and F). */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]
