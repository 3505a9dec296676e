/** Stands for a sign that must not reach a reader. */
export const standIn = '\ufffd'

/** All that ends a line for some reader: terminals, editors, runners, XML and JavaScript know different ones. */
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g

/** Scripts whose words need joiners between their letters. */
const joinedLetter = String.raw`[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}]`

/** Unseen signs where they belong: between parts of an emoji, and between letters that are joined. */
const rightful = String.raw`(?<=\p{ExtPict}[\ufe0f\p{EMod}]?)\u200d(?=\p{ExtPict})|(?<=\p{ExtPict})[\ufe0e\ufe0f]|(?<=${joinedLetter})[\u200c\u200d](?=${joinedLetter})`

/**
 * Control signs of both sets (C0 but tab and line feed, C1), signs that Unicode calls ignorable (zero-width, bidirectional, tags,
 * variation selectors, fillers), separators and halves of pairs.
 */
const unseen = String.raw`(?![\t\n])[\p{Cc}\p{DI}\u2028\u2029\u200e\u200f\u061c\ufff9-\ufffb]|\p{Cs}`

/** Made for the first text that is not plain: their sets of signs cost more than the whole of `--help`. */
let signs: { readonly any: RegExp; readonly judged: RegExp } | undefined

/** Replaces what a reader would not see, or would obey: control, bidirectional, zero-width and tag characters. */
export function withoutUnseen(text: string, replaced: (sign: string) => string): string {
  if (/^[\x20-\x7e\t\n]*$/.test(text)) return text
  signs ??= { any: new RegExp(unseen, 'u'), judged: new RegExp(`(${rightful})|${unseen}`, 'gu') }
  // What stands before a sign is looked at only where there is one: at each place it costs ten times as much.
  if (!signs.any.test(text)) return text
  return text.replace(signs.judged, (found: string, kept: string | undefined) => kept ?? replaced(found))
}

/** A sign as JSON and Terraform escape it between quotes: `\u202e`. */
export function codeUnits(sign: string): string {
  return Array.from({ length: sign.length }, (_, at) => {
    return `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`
  }).join('')
}

/** A text as one line that shows all there is in it: a line break as `⏎`, any other unseen sign as `�`. */
export function onOneLine(text: string): string {
  return withoutUnseen(text.replace(lineBreak, '⏎'), () => standIn)
}

/** The lines of a text, whatever ends them. */
export function linesOf(text: string): readonly string[] {
  return text.split(lineBreak)
}
