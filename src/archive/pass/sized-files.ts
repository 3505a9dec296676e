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

export function sizeOf(files: readonly SizedFile[]): number {
  return files.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
}

/** Up to this size one thread is done before others have begun. */
const bytesWorthThreads = 64 * 1024 * 1024
/** More threads than these are of no use: one alone takes in what they find. */
const mostLanes = 16

/** How many threads are to read files: as many as were asked for, or as there are cores, 1 where that is not worth it. */
export function lanesFor(files: readonly SizedFile[], asked: number | undefined): number {
  return Math.min(asked ?? (sizeOf(files) <= bytesWorthThreads ? 1 : availableParallelism()), mostLanes)
}
