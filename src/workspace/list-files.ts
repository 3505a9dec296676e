import { closeSync, type Dirent, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { diskError } from './disk-error'
import { configFileName } from './find-workspace'

/** What a file of a workspace holds, told by its name: `logins.rule.yaml`. */
export type FileKind = 'rule' | 'suppression' | 'override' | 'test' | 'pipeline' | 'pipeline-test'

const kindInName = /\.(rule|suppression|override|test|pipeline|pipeline-test)\.(?:ya?ml|json)$/

/** The kind of a file by its name; undefined for a file that is none of ours. */
export function kindOf(name: string): FileKind | undefined {
  return kindInName.exec(name)?.[1] as FileKind | undefined
}

/** Names that were surely meant for one of ours: `two.rules.yaml`, `Logins.Rule.yaml`, `a-rule.yaml`. */
const nearlyNamed = /[._-](rule|suppression|override|test)s?\.(?:ya?ml|json)$/i
/** Of pipelines only with a dot before: `azure-pipelines.yml` is of another trade. */
const nearlyPipeline = /\.(pipeline(?:[._-]?test)?)s?\.(?:ya?ml|json)$/i

/** The kind that a name seems to be meant for, where it is none of ours. */
function nearKindOf(name: string): FileKind | undefined {
  const pipeline = nearlyPipeline.exec(name)?.[1]?.toLowerCase()
  if (pipeline !== undefined) return pipeline === 'pipeline' ? 'pipeline' : 'pipeline-test'
  return nearlyNamed.exec(name)?.[1]?.toLowerCase() as FileKind | undefined
}

/** Whether a YAML file with any other name begins as a rule does: `logins.yaml`. */
function holdsRule(path: string, name: string): boolean {
  if (!/\.ya?ml$/i.test(name) || name === configFileName) return false
  const head = headOf(path)
  return /^(?:queries|"queries"):/m.test(head) && /^(?:cases|"cases"):/m.test(head)
}

/** The first kilobytes of a file; nothing of one that cannot be read, which is none of ours. */
function headOf(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const head = Buffer.alloc(32_768)
    return head.toString('utf8', 0, readSync(file, head))
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The name without the ending that says its kind: files of one stem belong together. */
export function stemOf(path: string): string {
  return path.replace(kindInName, '')
}

/** A file of a workspace. `isMisnamed` files are not read. */
export interface ListedFile {
  readonly path: string
  readonly kind: FileKind
  readonly isMisnamed: boolean
}

/** All files of the workspace that hold something of ours, sorted by path. Hidden folders and `node_modules` are left out. */
export function listFiles(root: string): readonly ListedFile[] {
  const found: ListedFile[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (isOpenFolder(entry.name)) folders.push(path)
        continue
      }
      const kind = kindOf(entry.name)
      const near = kind ?? nearKindOf(entry.name) ?? (holdsRule(path, entry.name) ? 'rule' : undefined)
      if (near) found.push({ path, kind: near, isMisnamed: kind === undefined })
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Whether a folder of this name is looked into. */
export function isOpenFolder(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules'
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw diskError(error, 'read', folder)
  }
}
