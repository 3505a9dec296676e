import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { diskError } from './disk-error'

/** What a file of a workspace holds, told by its name: `logins.rule.yaml`. */
export type FileKind = 'rule' | 'suppression' | 'override' | 'test'

const kindInName = /\.(rule|suppression|override|test)\.(?:ya?ml|json)$/

/** The kind of a file by its name; undefined for a file that is none of ours. */
function kindOf(name: string): FileKind | undefined {
  return kindInName.exec(name)?.[1] as FileKind | undefined
}

/** The name without the ending that says its kind: files of one stem belong together. */
export function stemOf(path: string): string {
  return path.replace(kindInName, '')
}

/** All files of the workspace that hold something of ours, sorted by path. Hidden folders and `node_modules` are left out. */
export function listFiles(root: string): readonly { readonly path: string; readonly kind: FileKind }[] {
  const found: { path: string; kind: FileKind }[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') folders.push(path)
        continue
      }
      const kind = kindOf(entry.name)
      if (kind) found.push({ path, kind })
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw diskError(error, 'read', folder)
  }
}
