import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { askGit } from '../../src/workspace/revision/ask-git'
import { makeFolder, writeFiles } from './run-in-process'

/** What commits need that a machine may not have, or has otherwise. */
const settings = ['user.name=a', 'user.email=a@example.com', 'commit.gpgSign=false', 'core.autocrlf=false']

/** Runs git in a folder, and fails where it does. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const answer = await askGit(folder, [...settings.flatMap((setting) => ['-c', setting]), ...args])
  if (answer.code !== 0) throw new Error(`git ${args.join(' ')}: ${answer.stderr}`)
  return answer.stdout.toString('utf8').trim()
}

/** A new repository with files in one commit on the branch `main`. */
export async function makeRepository(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = makeFolder(files)
  await git(folder, 'init', '-q', '-b', 'main', '--template=')
  await commitAll(folder)
  return folder
}

export async function commitAll(folder: string): Promise<void> {
  await git(folder, 'add', '-A')
  await git(folder, 'commit', '-q', '--allow-empty', '-m', 'change')
}

/** Changes the working tree: files that are written, or with undefined taken away. */
export function changeFiles(folder: string, files: Readonly<Record<string, string | undefined>>): void {
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) rmSync(join(folder, name))
    else writeFiles(folder, { [name]: content })
  }
}
