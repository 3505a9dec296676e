import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type FileKind, kindOf } from '../list-files'

/** A kind of file that has a schema. */
type SchemaKind = FileKind | 'workspace'

/** Where the schemas lie: in the package, and in a workspace that has them of its own. */
export const packageSchemas = 'rules/.schema'
export const ownSchemas = '.schema'

/** Where npm puts them, seen from the folder with `node_modules`. */
const installedSchemas = `node_modules/ddac/${packageSchemas}`

/**
 * The folder with the schemas that a workspace goes by: its own, else those of the package that is installed for it, the
 * nearest upwards; undefined where there is neither.
 */
export function schemaFolder(root: string): string | undefined {
  const own = join(root, ownSchemas)
  if (existsSync(join(own, 'rule.json'))) return own
  for (let folder = root; ; folder = dirname(folder)) {
    const installed = join(folder, installedSchemas)
    if (existsSync(join(installed, 'rule.json'))) return installed
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * The first line of a YAML file, which tells editors its schema by a path that works from that file; empty where the
 * schemas lie nowhere near.
 */
export function schemaLine(kind: SchemaKind, file: string, schemas: string | undefined): string {
  if (schemas === undefined) return ''
  const path = relative(dirname(file), join(schemas, `${kind}.json`)).replaceAll('\\', '/')
  return `# yaml-language-server: $schema=${path.startsWith('.') ? path : `./${path}`}\n`
}

/** The text of a new file of a workspace with that line at its head; a text that is no YAML is left as it is. */
export function withSchemaLine(text: string, file: string, root: string): string {
  const kind = kindOf(file)
  return kind === undefined || file.endsWith('.json') ? text : `${schemaLine(kind, file, schemaFolder(root))}${text}`
}
