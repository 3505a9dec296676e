import { Document, type Scalar, type ToStringOptions, visit } from 'yaml'

/** Texts longer than this stand in a block of their own, where they can be read and compared line by line. */
const longText = 100

export const printOptions: ToStringOptions = {
  lineWidth: 0,
  singleQuote: true,
  blockQuote: 'literal',
  flowCollectionPadding: false,
}

/**
 * Prints plain data as a YAML document: texts of several lines and long ones as literal blocks, quotes only where they
 * are needed, empty collections as `[]` and `{}`. Reading the result gives equal data.
 */
export function printYaml(value: unknown): string {
  return styled(value).toString(printOptions)
}

/** Plain data on one line, for a place inside `[…]` or `{…}`. */
export function printFlowYaml(value: unknown): string {
  const document = styled(value, 'flow')
  visit(document, {
    Collection: (_, node) => {
      node.flow = true
    },
  })
  return document.toString({ ...printOptions, collectionStyle: 'flow' }).trimEnd()
}

/** A document for the data, with the style of each text chosen. */
function styled(value: unknown, place: 'block' | 'flow' = 'block'): Document {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (key, node) => {
      const style = typeof node.value === 'string' ? styleOf(node.value, key === 'key' ? 'flow' : place) : undefined
      if (style) node.type = style
    },
  })
  return document
}

/** The style that a text needs; `undefined` leaves the choice to the printer. */
function styleOf(text: string, place: 'block' | 'flow'): Scalar.Type | undefined {
  if (needsEscapes(text)) return 'QUOTE_DOUBLE'
  if (text === '<<') return 'QUOTE_SINGLE'
  if (place === 'flow') return text.includes('\n') ? 'QUOTE_DOUBLE' : undefined
  const block = text.includes('\n') || text.length > longText
  return block && text.trim() !== '' ? 'BLOCK_LITERAL' : undefined
}

/** Signs that YAML cannot carry as they are: control characters, odd line breaks, a byte order mark, half a pair. */
function needsEscapes(text: string): boolean {
  const basic = text.replace(/[\u{10000}-\u{10ffff}]/gu, '')
  return /[^\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(basic)
}
