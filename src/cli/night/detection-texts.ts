import { join, relative } from 'node:path'
import { configFileName } from '../../workspace/find-workspace'
import { kindOf, listFiles } from '../../workspace/list-files'
import { readText } from '../../workspace/read-text'
import { isBelowTop } from '../handing-over/handed-over'

/** A file of detections and what stands in it. */
export interface DetectionFile {
  /** From the top of the repository, with `/`. */
  readonly path: string
  readonly text: string
}

/** The files of a workspace that drift is written into: those of rules, suppressions and overrides, and `ddac.yaml`. */
export function detectionTexts(root: string, top: string): ReadonlyMap<string, string> {
  const paths = listFiles(root).flatMap(({ path, kind, isMisnamed }) =>
    isMisnamed || !isDetection(kind) ? [] : [path],
  )
  return new Map(
    [...paths, join(root, configFileName)].map((path) => [relative(top, path).replaceAll('\\', '/'), readText(path)]),
  )
}

/** The files that are new, or hold something else than before. */
export function changedFiles(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly DetectionFile[] {
  return [...after].flatMap(([path, text]) => (before.get(path) === text ? [] : [{ path, text }]))
}

/** Whether a path may come from elsewhere and be written: a file of detections below the top, and nothing else. */
export function isDetectionPath(path: string): boolean {
  const name = path.split('/').at(-1) ?? ''
  return isBelowTop(path) && (name === configFileName || isDetection(kindOf(name)))
}

function isDetection(kind: ReturnType<typeof kindOf>): boolean {
  return kind === 'rule' || kind === 'suppression' || kind === 'override'
}
