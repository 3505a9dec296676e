import { basename, relative, sep } from 'node:path'
import { type GivenOfLogs, mergeGiven } from '../../event/given'
import { liesIn } from '../tenants/file-pattern'
import type { Workspace } from '../workspace'

/**
 * What is said of the logs in a file: that the workspace's pipelines make something of raw ones, and what `logs:` in `ddac.yaml` says of the logs in a file; of several patterns that name it the later goes before. `-` is
 * the standard input.
 */
export function givenOfFile(
  path: string,
  { root, config, processing, enrichment }: Pick<Workspace, 'root' | 'config' | 'processing' | 'enrichment'>,
): GivenOfLogs | undefined {
  const inside = path === '-' ? path : relative(root, path).split(sep).join('/')
  const meant = config.logs.filter(({ pattern }) => isMeant(pattern, inside, path))
  if (meant.length === 0) return processing || enrichment ? { processing, enrichment } : undefined
  return meant.reduce<GivenOfLogs>((earlier, { given }) => mergeGiven(given, earlier), { processing, enrichment })
}

/** A pattern of one name means files of that name anywhere; one from the root of the disk is told by its slash. */
function isMeant(pattern: string, inside: string, path: string): boolean {
  const isName = !pattern.replace(/\/+$/, '').includes('/')
  return (
    liesIn(inside, pattern) ||
    (isName && liesIn(basename(path), pattern)) ||
    (pattern.startsWith('/') && liesIn(path, pattern))
  )
}
