import { WorldError } from '../../diagnostic/world-error'
import type { JsonObject } from '../../json/json'
import type { JobRunner, JobState } from './job-runner'

export interface JobTask {
  readonly runner: JobRunner
  readonly definition: JsonObject
  /** Rejects where the user asks to stop. */
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly isStopped: () => boolean
  readonly onStart?: (id: string) => void
  readonly onState?: (state: JobState) => void
}

/** What a job found, as the API shows it. */
export interface JobOutcome {
  readonly id: string
  readonly signals: readonly JsonObject[]
}

/** It is asked how far it is after a second, then more and more seldom. */
const [firstWaitMs, longestWaitMs] = [1000, 15_000]

/**
 * Runs a job to its end and answers what it found. Where the user stops, the job is cancelled and an `interrupted`
 * WorldError says so; throws a `rejected` one for a job that ends otherwise.
 */
export async function runJob(task: JobTask): Promise<JobOutcome> {
  const { runner, definition, onStart } = task
  // Who is asked for the first time stops in good order from then on: ended while the job is made, nobody would know of it.
  if (task.isStopped()) throw stopped()
  const id = await runner.start(definition)
  onStart?.(id)
  try {
    await untilDone(task, id)
    return { id, signals: await signalsOf(task, id) }
  } catch (error) {
    if (!task.isStopped()) throw error
    throw await cancelled(runner, id)
  }
}

async function untilDone({ runner, sleep, isStopped, onState }: JobTask, id: string): Promise<void> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 1.5, longestWaitMs)) {
    if (isStopped()) throw stopped()
    const state = await runner.state(id)
    onState?.(state)
    const end = endOf(state)
    if (end === 'done') return
    if (end === 'failed') {
      throw new WorldError(
        'rejected',
        `the job ${id} in tenant "${runner.tenant}" ended without a result: ${state.status}`,
        'Datadog shows it under Security > Historical Jobs; a shorter stretch may go through.',
      )
    }
    await sleep(waitMs)
  }
}

/** `pending` is observed; that the words for an end begin so is assumed. Any other word means that it still runs. */
function endOf({ status }: JobState): 'done' | 'failed' | undefined {
  if (/^(?:complete|done|finish|succe)/i.test(status)) return 'done'
  return /^(?:fail|error|cancel|timed?[_ -]?out|abort)/i.test(status) ? 'failed' : undefined
}

async function signalsOf({ runner, isStopped }: JobTask, id: string): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = []
  let cursor: string | undefined
  do {
    if (isStopped()) throw stopped()
    const { items, next } = await runner.signals(id, cursor)
    if (next !== undefined && next === cursor) {
      throw new WorldError('bad-answer', `the signals of the job ${id} in tenant "${runner.tenant}" do not end`)
    }
    for (const item of items) found.push(item)
    cursor = next
  } while (cursor !== undefined)
  return found
}

function stopped(): WorldError {
  return new WorldError('interrupted', 'stopped while a job runs')
}

async function cancelled(runner: JobRunner, id: string): Promise<WorldError> {
  const where = `the job ${id} in tenant "${runner.tenant}"`
  try {
    await runner.cancel(id)
    return new WorldError('interrupted', `stopped; ${where} is cancelled`)
  } catch (error) {
    const why = error instanceof WorldError ? `: ${error.message}` : ''
    return new WorldError(
      'interrupted',
      `stopped, but ${where} could not be cancelled${why}`,
      'It goes on there; Datadog cancels it under Security > Historical Jobs.',
    )
  }
}
