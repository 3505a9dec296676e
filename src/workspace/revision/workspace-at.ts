import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, posix, relative, resolve } from 'node:path'
import { readYaml } from '../../yaml/yaml-document'
import type { WorkspaceConfig } from '../config'
import { configFileName, lockFileName } from '../find-workspace'
import { isOpenFolder, kindOf } from '../list-files'
import { loadWorkspace } from '../load-workspace'
import { refuseForeignFile } from '../own-files'
import { readConfig } from '../read-config'
import type { Workspace } from '../workspace'
import { type CommitFiles, filesOfCommit } from './commit-files'
import { type Commit, findCommit } from './find-commit'
import { makeTemporary, writeBelow } from './temporary'
import { type WayOfLogs, wayOfLogs } from './way-of-logs'

/** A workspace as a commit has it. */
export interface WorkspaceAt {
  /** The whole hash of the commit. */
  readonly commit: string
  /** Undefined where the commit has none. Its paths are those of the folder of today; its tests are left out. */
  readonly workspace: Workspace | undefined
  /** How its raw logs are read before rules see them. */
  readonly wayOf: WayOfLogs | undefined
  /** Where in the repository it lay then, if that was elsewhere. */
  readonly movedFrom?: string
  /** Files of which the commit has only a note that they are stored elsewhere (Git LFS): taken as they are today. */
  readonly asToday: readonly string[]
}

/**
 * Reads the workspace of a folder as a commit has it: its detections, and what `ddac.yaml` names. Its files are read as
 * data, through a folder of the system for what is temporary that is gone again afterwards. Mistakes in them are
 * diagnostics, as in any workspace. Throws a WorldError where there is no git, no repository or no such commit.
 */
export async function workspaceAt(root: string, ref: string, cwd: string): Promise<WorkspaceAt> {
  const commit = await findCommit(root, ref)
  const files = await filesOfCommit(commit)
  const folder = folderThen(files.paths, commit)
  if (folder === undefined) return { commit: commit.hash, workspace: undefined, wayOf: undefined, asToday: [] }
  const contents = await neededFiles(files, folder)
  const asToday: string[] = []
  const temporary = makeTemporary()
  try {
    for (const [path, content] of contents) {
      const today = content.subarray(0, lfsNote.length).equals(lfsNote)
        ? contentToday(root, commit.top, path)
        : undefined
      if (today !== undefined) asToday.push(path)
      writeBelow(temporary, path, today ?? content)
    }
    // The end of a repository, up to which `files: repository` reaches.
    mkdirSync(join(temporary, '.git'))
    const shownFrom = join(temporary, folder, relative(root, cwd))
    const workspace = loadWorkspace(join(temporary, folder), shownFrom)
    // Databases are opened when they are first asked; then the folder is gone.
    workspace.geo?.('192.0.2.1')
    return {
      commit: commit.hash,
      workspace: { ...workspace, root },
      wayOf: wayOfLogs(workspace),
      asToday,
      ...(folder !== commit.folder && { movedFrom: folder === '' ? '.' : folder }),
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

const lfsNote = Buffer.from('version https://git-lfs.github.com/spec/v1\n')

/** What a file holds today; undefined where it is gone, or leads out of the repository. */
function contentToday(root: string, top: string, path: string): Buffer | undefined {
  const today = resolve(top, path)
  try {
    refuseForeignFile(root, today, path, 'repository')
    return readFileSync(today)
  } catch {
    return undefined
  }
}

/** The folder of the workspace in a commit: the one of today, or the only one that is no workspace any more. */
function folderThen(paths: readonly string[], { top, folder }: Commit): string | undefined {
  const all = paths.filter((path) => posix.basename(path) === configFileName).map(folderOf)
  if (all.includes(folder)) return folder
  const left = all.filter((each) => !existsSync(join(top, each, configFileName)))
  return left.length === 1 ? left[0] : undefined
}

function folderOf(path: string): string {
  const folder = posix.dirname(path)
  return folder === '.' ? '' : folder
}

/** What detections are made of: `ddac.yaml`, the files of the workspace but for tests, and those that `ddac.yaml` names. */
async function neededFiles(files: CommitFiles, folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const above = folder === '' ? '' : `${folder}/`
  const configPath = `${above}${configFileName}`
  const config = await files.read([configPath])
  const text = config.get(configPath)?.toString('utf8') ?? ''
  const named = filesNamedBy(readConfig(readYaml({ path: configPath, text })).config)
  const own = files.paths.filter((path) => path.startsWith(above) && isNeeded(path.slice(above.length)))
  const others = named.map((file) => posix.normalize(posix.join(folder, file.split('\\').join('/'))))
  return files.read([...new Set([configPath, ...own, ...others])])
}

function filesNamedBy({ referenceTables, enrichment }: WorkspaceConfig): readonly string[] {
  const lists = (enrichment.threatLists ?? []).flatMap(({ file }) => file ?? [])
  return [...referenceTables.values(), ...(enrichment.geoip ?? []), ...lists]
}

function isNeeded(path: string): boolean {
  const folders = path.split('/')
  const name = folders.pop() ?? ''
  const kind = kindOf(name)
  if (path === lockFileName) return true
  return kind !== undefined && kind !== 'test' && kind !== 'pipeline-test' && folders.every(isOpenFolder)
}
