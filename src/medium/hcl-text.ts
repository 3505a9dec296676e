import { markedCommand, unheard } from './runner-commands'
import { filled, SafeText, type Value } from './safe-text'
import { codeUnits, withoutUnseen } from './unseen'

class Hcl extends SafeText {
  readonly medium = 'hcl'
}

/** Configuration of Terraform: what it carries from outside is text between quotes, and no expression. */
export type HclText = Hcl

/** Writes configuration. A value stands for the inside of a quoted text. */
export function hcl(written: TemplateStringsArray, ...values: readonly Value<HclText>[]): HclText {
  return new Hcl(filled(written, values, insideQuotes))
}

/** JSON as an expression of Terraform, over several lines. */
export function hclValue(value: unknown): HclText {
  return new Hcl(escaped(JSON.stringify(value, null, 2)))
}

/** Configuration that a converter wrote: its own expressions stand, what steers or hides is escaped. */
export function hclAsWritten(text: string): HclText {
  return new Hcl(unheard(seen(text.replaceAll('\r\n', '\n'))))
}

function insideQuotes(text: string): string {
  return escaped(JSON.stringify(text).slice(1, -1))
}

/** `${` and `%{` begin an expression unless they are doubled. */
function escaped(json: string): string {
  return seen(json.replace(/[$%](?=\{)/g, (sign) => sign + sign))
}

/** Texts between quotes know the escapes of JSON. */
function seen(text: string): string {
  return withoutUnseen(text, codeUnits).replace(markedCommand, '\\u0023')
}
