import { escapeMarkup } from './html-text'
import { filled, SafeText, type Value } from './safe-text'
import { standIn, withoutUnseen } from './unseen'

class Xml extends SafeText {
  readonly medium = 'xml'
}

/** XML 1.0: what it carries from outside is text, in elements and in quoted attributes. */
export type XmlText = Xml

/** Writes XML. The line breaks of a value are kept, as references; what XML cannot carry shows as `�`. */
export function xml(written: TemplateStringsArray, ...values: readonly Value<XmlText>[]): XmlText {
  return new Xml(filled(written, values, escapeXml))
}

function escapeXml(text: string): string {
  const carried = withoutUnseen(text, () => standIn).replace(/[\ufffe\uffff]/g, standIn)
  return escapeMarkup(carried).replaceAll('\n', '&#10;')
}
