import { existsSync } from 'node:fs'
import { basename, join, posix, relative } from 'node:path'
import { slugFrom } from '../../rule/slug'
import { kindOf } from '../list-files'
import { repositoryOf } from '../own-files'
import { type CiPlace, ciFiles } from './ci-files'
import { editorFiles } from './editor-settings'
import { firstFiles, type NewWorkspace } from './first-files'
import { mainBranch } from './git-folder'
import { hooksFolder, preCommitHook } from './git-hook'
import { packageFile, packageFiles } from './package-file'
import { ownSchemas, packageSchemas, schemaFolder, schemaLine } from './schema-line'

/** A file to be made, by its whole path. */
interface ScaffoldFile {
  readonly path: string
  readonly text: string
  readonly mode?: number
}

export interface Scaffold {
  /** What is made if it is not there; `ddac.yaml` last, so that a start that was cut off can be made again. */
  readonly files: readonly ScaffoldFile[]
  /** What `.gitignore` in the workspace must name. */
  readonly ignored: readonly string[]
  /** What could not be part of it, and what to do. */
  readonly hints: readonly string[]
}

export interface StartOptions extends NewWorkspace {
  readonly ci?: CiPlace
  readonly preCommit?: boolean
}

/** What a new workspace is called: as its repository and the way to it there, else as its folder. */
export function workspaceName(root: string): string {
  const repository = repositoryOf(root)
  const path = repository === undefined ? basename(root) : join(basename(repository), relative(repository, root))
  return slugFrom(path) || 'detections'
}

/** The files of a new workspace. `cwd` stands in for the top of the repository where nobody has made one yet. */
export function scaffold(root: string, cwd: string, options: StartOptions): Scaffold {
  const repository = repositoryOf(root)
  const top = repository ?? (isWithin(root, cwd) ? cwd : root)
  const own = join(root, ownSchemas)
  const schemas = schemaFolder(root) ?? own
  const inTop = (files: readonly ScaffoldFile[]): readonly ScaffoldFile[] =>
    files.map((file) => ({ ...file, path: join(top, file.path) }))
  // Those of its own may be a part of them, where a start was cut off.
  const copied =
    schemas === own
      ? packageFiles(packageSchemas)
          // Editors need those of files, not those of what commands print.
          .filter((path) => posix.dirname(path) === packageSchemas)
          .map((path) => ({ path: join(schemas, basename(path)), text: packageFile(path) }))
      : []
  const first = firstFiles(options).map(({ path, text }) => {
    const file = join(root, path)
    return { path: file, text: `${schemaLine(kindOf(path) ?? 'workspace', file, schemas)}${text}` }
  })
  const way = relative(top, root).replaceAll('\\', '/')
  const hook = options.preCommit ? hookOf(repository, way) : {}
  const hasPackage = existsSync(join(root, 'package.json')) || existsSync(join(root, 'node_modules'))
  return {
    files: [
      ...copied,
      ...inTop(editorFiles(top, schemas)),
      ...(options.ci ? inTop(ciFiles(options.ci, way, mainBranch(top))) : []),
      ...(hook.file ? [hook.file] : []),
      ...first,
    ],
    ignored: ['.ddac/', ...(hasPackage ? ['node_modules/'] : [])],
    hints: [
      ...(hook.hint ?? []),
      ...(options.ci && !existsSync(join(top, 'package-lock.json'))
        ? ['The workflow runs the ddac of package-lock.json: npm i -D ddac, and commit that file too.']
        : []),
    ],
  }
}

function hookOf(repository: string | undefined, way: string): { file?: ScaffoldFile; hint?: readonly string[] } {
  if (repository === undefined)
    return { hint: ['No hook was written, because this is no git repository: git init first.'] }
  const folder = hooksFolder(repository)
  const text = preCommitHook(way)
  const line = text.trimEnd().split('\n').at(-1) ?? ''
  if (folder === undefined) return { hint: [`git looks for hooks elsewhere (core.hooksPath): add there ${line}`] }
  const path = join(folder, 'pre-commit')
  if (existsSync(path)) return { hint: [`There is a pre-commit hook already: add to it ${line}`] }
  return { file: { path, text, mode: 0o755 } }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !/^(?:[A-Za-z]:|[\\/])/.test(way))
}
