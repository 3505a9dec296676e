import { printYaml } from '../yaml/print-yaml'
import { writtenForm } from '../yaml/written-form'
import type { Suppression } from './suppression'
import { suppressionShape } from './suppression-shape'

/** A suppression as the text of its file. What is by default (`enabled: true`, no tags) is left out. */
export function printSuppression(suppression: Suppression): string {
  return printYaml(writeSuppression(suppression))
}

/** The plain data of a suppression's file, keys in order, for edits that keep what the file already says. */
function writeSuppression(suppression: Suppression): unknown {
  const { startMs, expiresMs, enabled, rules, tags, ...rest } = suppression
  return writtenForm(suppressionShape, {
    ...rest,
    ...(!enabled && { enabled }),
    ...(rules.length > 0 && { rules }),
    ...(startMs !== undefined && { start: startMs }),
    ...(expiresMs !== undefined && { expires: expiresMs }),
    ...(tags.length > 0 && { tags }),
  })
}
