import { resolve } from 'node:path'
import type { ReferenceRows } from '../detect/compile-selector'
import { readTable } from '../detect/reference-table'
import { type Diagnostic, placeFinding } from '../diagnostic/diagnostic'
import { WorldError } from '../diagnostic/world-error'
import type { YamlDocument } from '../yaml/yaml-document'
import type { WorkspaceConfig } from './config'
import { shownPath } from './find-workspace'
import { refuseForeignFile } from './own-files'
import { readText } from './read-text'

/** Reads the CSV files of the reference tables. One that cannot be read is told at its line in `ddac.yaml`. */
export function readTables(
  root: string,
  cwd: string,
  { referenceTables, files }: WorkspaceConfig,
  document: YamlDocument,
  diagnostics: Diagnostic[],
): ReferenceRows {
  const tables = new Map<string, ReturnType<typeof readTable>['rows']>()
  for (const [name, file] of referenceTables) {
    const path = resolve(root, file)
    try {
      refuseForeignFile(root, path, shownPath(path, cwd), files)
      const { rows, findings } = readTable({ path: shownPath(path, cwd), text: readText(path) })
      for (const each of findings) diagnostics.push(each)
      tables.set(name, rows)
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      const { message, help } = error
      const finding = { code: 'W110', severity: 'error', message, path: ['referenceTables', name] } as const
      diagnostics.push(placeFinding({ ...finding, ...(help !== undefined && { help }) }, document.locate))
    }
  }
  return tables
}
