import { posix } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { askGit } from './ask-git'
import type { Commit } from './find-commit'

/** The files of a commit, which are read as data: nothing of them is run, checked out or filtered. */
export interface CommitFiles {
  /** Below the top of the repository, with `/`. */
  readonly paths: readonly string[]
  /** What files hold; a link is followed inside of the repository. A file that is not there, or leads nowhere, is left out. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, Buffer>>
}

interface Entry {
  readonly hash: string
  readonly isLink: boolean
}

export async function filesOfCommit({ hash, top }: Commit): Promise<CommitFiles> {
  const { code, stdout, stderr } = await askGit(top, ['ls-tree', '-r', '-z', '--full-tree', hash])
  if (code !== 0) throw unread(stderr)
  const entries = new Map<string, Entry>()
  for (const line of stdout.toString('utf8').split('\0')) {
    const [, mode = '', type = '', blob = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
    if (type === 'blob' && isInside(path)) entries.set(path, { hash: blob, isLink: mode === '120000' })
  }
  return { paths: [...entries.keys()], read: (paths) => readAll(top, entries, paths) }
}

/** More links than these in a row lead in a circle. */
const mostLinks = 10

async function readAll(
  top: string,
  entries: ReadonlyMap<string, Entry>,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>()
  let wanted = paths.map((path) => ({ path, at: path }))
  for (let links = 0; wanted.length > 0 && links <= mostLinks; links += 1) {
    const there = wanted.flatMap(({ path, at }) => {
      const entry = entries.get(at)
      return entry ? [{ path, at, entry }] : []
    })
    const blobs = await readBlobs(
      top,
      there.map(({ entry }) => entry.hash),
    )
    wanted = there.flatMap(({ path, at, entry }) => {
      const content = blobs.get(entry.hash)
      if (content === undefined) return []
      if (entry.isLink) return [{ path, at: posix.join(posix.dirname(at), content.toString('utf8')) }]
      found.set(path, content)
      return []
    })
  }
  return found
}

async function readBlobs(top: string, hashes: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  if (hashes.length === 0) return new Map()
  const all = [...new Set(hashes)]
  const { code, stdout, stderr } = await askGit(top, ['cat-file', '--batch'], `${all.join('\n')}\n`)
  if (code !== 0) throw unread(stderr)
  const blobs = new Map<string, Buffer>()
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(10, at)
    const [hash = '', , size = ''] = stdout.toString('latin1', at, end).split(' ')
    at = end + 1
    // `HASH missing`: a clone that has not everything.
    if (!/^\d+$/.test(size)) throw unread(`${hash} is missing, as in a clone that fetches files when they are needed`)
    blobs.set(hash, stdout.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return blobs
}

function unread(said: string): WorldError {
  const message = `git could not read the files of the commit: ${said.split('\n')[0] ?? ''}`
  return new WorldError(
    'read-failed',
    message,
    'git fsck tells whether the repository is whole; git fetch may bring what lacks.',
  )
}

/** A commit that was made to do harm may name its files so that they lead elsewhere. */
function isInside(path: string): boolean {
  return path
    .split(/[\\/]/)
    .every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')
}
