import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { LogFile } from '../../archive/log-files'
import { refuse } from '../../archive/log-trouble'
import { largestRecord } from '../../archive/records/record-sink'
import { WorldError } from '../../diagnostic/world-error'
import type { GivenOfLogs } from '../../event/given'
import { filesOf } from '../../testing/declared-test'
import type { LogSources, ReadRecords } from '../../testing/resolve-logs'
import { diskError } from '../disk-error'
import { shownPath } from '../find-workspace'
import { refuseForeignFile } from '../own-files'
import type { TestsFile, Workspace } from '../workspace'
import { givenOfFile } from './given-of-file'

/** A sample is held whole, so it may have no more than an archive may have in one record, and so many logs. */
const mostLogs = 100_000

type Records = ReturnType<ReadRecords>

/** Answers for each test file with the samples that it names, and with what ddac.yaml says of its logs. */
export type Samples = (file: TestsFile) => LogSources

/**
 * Reads the sample files that the tests of some files name, each once. They are read as `eval` reads logs, but no broken
 * log passes: a test stands on all of its logs.
 */
export async function readSamples(
  workspace: Pick<Workspace, 'root' | 'config' | 'processing' | 'enrichment'>,
  files: readonly TestsFile[],
  cwd: string,
): Promise<Samples> {
  const { root, config } = workspace
  const refuseFile = (path: string, shown: string): void => refuseForeignFile(root, path, shown, config.files)
  const read = new Map<string, Records>()
  for (const { path, tests } of files) {
    for (const name of tests ? filesOf(tests) : []) {
      const sample = resolve(dirname(path), name)
      if (read.has(sample)) continue
      const given = givenOfFile(sample, workspace)
      const records = await readSample({ path: sample, name: shownPath(sample, cwd) }, given, refuseFile)
      read.set(sample, 'trouble' in records ? records : { ...records, given })
    }
  }
  return ({ path }) => ({
    readRecords: (name) => read.get(resolve(dirname(path), name)) ?? { trouble: `${name} was not read` },
    given: givenOfFile(path, workspace),
  })
}

/** The raw logs of one file, or why there are none. */
async function readSample(file: LogFile, given: GivenOfLogs | undefined, refuseFile: typeof statIn): Promise<Records> {
  const { path, name: shown } = file
  const records: unknown[] = []
  // Loaded here, since tests may hold all their logs themselves.
  const { readRawLogs } = await import('../../archive/read-raw-logs')
  try {
    refuseFile(path, shown)
    statIn(path, shown)
    await readRawLogs(file, {
      given,
      mostBytes: largestRecord,
      onTrouble: refuse,
      onLog: (raw) => {
        if (records.length === mostLogs) throw new WorldError('bad-input', `${shown} holds more than ${mostLogs} logs`)
        records.push(raw)
        return undefined
      },
    })
    return { records }
  } catch (error) {
    if (error instanceof WorldError) return { trouble: error.message }
    throw error
  }
}

function statIn(path: string, shown: string): void {
  try {
    statSync(path)
  } catch (error) {
    throw diskError(error, 'read', shown)
  }
}
