import { isJsonObject } from '../json/json-object'
import { rewriteYaml } from '../yaml/edit-yaml'
import { printYaml } from '../yaml/print-yaml'
import { writtenForm } from '../yaml/written-form'
import type { YamlDocument } from '../yaml/yaml-document'
import type { Suppression } from './suppression'
import { never, suppressionShape } from './suppression-shape'

/** A suppression as the text of its file. What is by default (`enabled: true`, no tags) is left out. */
export function printSuppression(suppression: Suppression): string {
  return printYaml(writeSuppression(suppression, {}))
}

/**
 * The text of a suppression's file changed so that it says `suppression`. Comments, order and layout stay, and so does
 * what already says the same in other words: another way to write a date, a default that is written out, unknown keys.
 */
export function reprintSuppression(document: YamlDocument, suppression: Suppression): string {
  const { value } = document
  if (!isJsonObject(value)) return printSuppression(suppression)
  const unknown = Object.entries(value).filter(([key]) => !Object.hasOwn(suppressionShape.fields, key))
  const wanted = { ...writeSuppression(suppression, value), ...Object.fromEntries(unknown) }
  return rewriteYaml(document.source.text, wanted)
}

/** The plain data of a suppression's file, keys in order, written as the file does where it says the same. */
function writeSuppression(
  suppression: Suppression,
  inFile: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { startMs, expiresMs, neverExpires, reviewMs, enabled, rules, tags, ...rest } = suppression
  const expires = expiresMs ?? (neverExpires ? never : undefined)
  const kept = {
    ...rest,
    ...((!enabled || Object.hasOwn(inFile, 'enabled')) && { enabled }),
    ...(rules.length > 0 && { rules }),
    ...(startMs !== undefined && { start: startMs }),
    ...(expires !== undefined && { expires }),
    ...(reviewMs !== undefined && { review: reviewMs }),
    ...((tags.length > 0 || Object.hasOwn(inFile, 'tags')) && { tags }),
  }
  return writtenForm(suppressionShape, kept, inFile) as Readonly<Record<string, unknown>>
}
