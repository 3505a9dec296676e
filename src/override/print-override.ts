import { isDeepStrictEqual } from 'node:util'
import { rewriteYaml } from '../yaml/edit-yaml'
import { printYaml } from '../yaml/print-yaml'
import { writtenForm } from '../yaml/written-form'
import type { YamlDocument } from '../yaml/yaml-document'
import type { Override } from './override'
import { overrideShape } from './override-shape'
import { readOverride } from './read-override'

/** An override as the text of its file, keys in one order. Reading it again gives an equal override. */
export function printOverride(override: Override): string {
  return printYaml(writtenForm(overrideShape(override), override))
}

/** The text of an override's file changed so that it says `override`; comments, order and layout stay. */
export function reprintOverride(document: YamlDocument, override: Override): string {
  const before = readOverride(document).override
  if (!before) return printOverride(override)
  if (isDeepStrictEqual(before, override)) return document.source.text
  const inFile = document.value as Readonly<Record<string, unknown>>
  const fields = overrideShape().fields
  const unknown = Object.entries(inFile).filter(([key]) => !Object.hasOwn(fields, key))
  const wanted = writtenForm(overrideShape(override), override, inFile) as Readonly<Record<string, unknown>>
  return rewriteYaml(document.source.text, { ...wanted, ...Object.fromEntries(unknown) })
}
