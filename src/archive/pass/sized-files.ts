import { promises as disk } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { LogFile } from '../log-files'

/** A log file with its size on disk; undefined for what can be read only once, or not at all. */
export interface SizedFile extends LogFile {
  readonly bytes: number | undefined
}

/** So many files are asked for their sizes at once: each question takes some kilobytes until it is answered. */
const mostAsked = 256

/** Files with their sizes, as far as they have one. */
export async function withSizes(files: readonly LogFile[]): Promise<readonly SizedFile[]> {
  const sized: SizedFile[] = []
  for (let from = 0; from < files.length; from += mostAsked) {
    sized.push(...(await Promise.all(files.slice(from, from + mostAsked).map(withSize))))
  }
  return sized
}

async function withSize(file: LogFile): Promise<SizedFile> {
  const stats = file.path === '-' ? undefined : await disk.stat(file.path).catch(() => undefined)
  return { ...file, bytes: stats?.isFile() ? stats.size : undefined }
}

/** So much text one thread has read, at a glance, before others have begun. */
const textWorthThreads = 200 * 1024 * 1024
/** The same where every log is parsed. */
const textWorthThreadsIfWhole = 40 * 1024 * 1024
/** So much text is parsed whole within a quarter of a second. */
const mostTextOfSmall = 16 * 1024 * 1024
/** More threads than these are of no use: one alone takes in what they find. */
const mostLanes = 16
/** How many times its size a packed file has, about: logs of CloudTrail seven times, those of one that says much alike 30. */
const packed = 10

/** How many threads are to read files: as many as were asked for, or as there are cores, 1 where that is not worth it. */
export function lanesFor(files: readonly SizedFile[], asked: number | undefined, isWhole: boolean): number {
  const isWorthThreads = textOf(files) > (isWhole ? textWorthThreadsIfWhole : textWorthThreads)
  return Math.min(asked ?? (isWorthThreads ? availableParallelism() : 1), mostLanes)
}

/** Whether an archive is so small that all of it is parsed, so that mistakes in unwanted logs are seen too. */
export function isSmall(files: readonly SizedFile[]): boolean {
  return files.every(({ bytes }) => bytes !== undefined) && textOf(files) <= mostTextOfSmall
}

/** How many bytes files have unpacked: told by their names and sizes, for they are not opened yet. */
function textOf(files: readonly SizedFile[]): number {
  return files.reduce((sum, { name, bytes = 0 }) => sum + (/\.gz$/i.test(name) ? packed * bytes : bytes), 0)
}
