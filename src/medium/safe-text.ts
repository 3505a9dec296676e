/**
 * Text that may be written into one medium as it stands. Each medium has a class of its own that only its file can make,
 * so a plain string, or the text of another medium, does not fit where it is wanted.
 */
export abstract class SafeText {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The bytes of the medium. As a plain string they are no longer trusted: a template escapes them again. */
  toString(): string {
    return this.#text
  }
}

/** What may stand in a template of a medium: its own text as it is, several one after the other, and anything escaped. */
export type Value<Text extends SafeText> = string | number | Text | readonly Text[]

/** A template of a medium: what we wrote stands as it is, what is put in is made safe. */
export type Template<Text extends SafeText> = (written: TemplateStringsArray, ...values: readonly Value<Text>[]) => Text

/** Fills a template of a medium; `made` makes a plain string safe in it. */
export function filled<Text extends SafeText>(
  written: TemplateStringsArray,
  values: readonly Value<Text>[],
  made: (text: string) => string,
): string {
  return written.map((own, index) => own + valueText(values[index], made)).join('')
}

function valueText<Text extends SafeText>(value: Value<Text> | undefined, made: (text: string) => string): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return made(value)
  return typeof value === 'number' ? String(value) : value instanceof SafeText ? String(value) : value.join('')
}
