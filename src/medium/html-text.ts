import { markedCommand } from './runner-commands'
import { filled, SafeText, type Value } from './safe-text'
import { onOneLine } from './unseen'

class Html extends SafeText {
  readonly medium = 'html'
}

/** HTML: what it carries from outside is text, in elements and in quoted attributes. */
export type HtmlText = Html

/** Writes HTML. A value is text on one line. */
export function html(written: TemplateStringsArray, ...values: readonly Value<HtmlText>[]): HtmlText {
  return new Html(filled(written, values, (text) => escapeMarkup(onOneLine(text))))
}

/** What XML and HTML read as markup, and `##[`, which a CI runner obeys, as references to the same signs. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => references[sign] ?? sign).replace(markedCommand, '&#35;')
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
