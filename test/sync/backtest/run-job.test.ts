import { WorldError } from '../../../src/diagnostic/world-error'
import type { JobRunner } from '../../../src/sync/backtest/job-runner'
import { runJob } from '../../../src/sync/backtest/run-job'

/** A tenant whose job is told in these words, one after the other. */
function tenant(statuses: readonly string[], more: Partial<JobRunner> = {}) {
  const cancelled: string[] = []
  const waits: number[] = []
  let asked = 0
  const runner: JobRunner = {
    tenant: 'prod',
    start: async () => 'job-1',
    state: async () => ({ status: statuses[asked++] ?? 'completed' }),
    cancel: async (id) => void cancelled.push(id),
    signals: async (_, cursor) =>
      cursor === undefined ? { items: [{ id: '1' }], next: 'n' } : { items: [{ id: '2' }] },
    ...more,
  }
  const sleep = async (ms: number): Promise<void> => void waits.push(ms)
  return { task: { runner, definition: {}, sleep, isStopped: () => false }, cancelled, waits }
}

test('a job is asked more and more seldom, and all pages of its signals are read', async () => {
  const { task, waits } = tenant(Array.from({ length: 12 }, (_, index) => (index === 0 ? 'pending' : 'running')))
  expect(await runJob(task)).toEqual({ id: 'job-1', signals: [{ id: '1' }, { id: '2' }] })
  expect(waits.slice(0, 3)).toEqual([1000, 1500, 2250])
  expect(waits.at(-1)).toBe(15_000)
})

test.each(['failed', 'cancelled', 'canceled', 'timeout', 'timed_out', 'ERROR'])(
  'a job that is %s has no result',
  async (status) => {
    const { task, cancelled } = tenant(['pending', status])
    await expect(runJob(task)).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining(status) })
    expect(cancelled).toEqual([])
  },
)

test('whoever stops while the job is made has it cancelled; whoever stopped before makes none', async () => {
  let isStopped = false
  const order: string[] = []
  const { task, cancelled } = tenant([], {
    start: async () => {
      order.push('start')
      isStopped = true
      return 'job-1'
    },
  })
  const stopping = {
    ...task,
    isStopped: () => {
      order.push('asked')
      return isStopped
    },
  }
  await expect(runJob(stopping)).rejects.toMatchObject({ message: expect.stringContaining('is cancelled') })
  expect([order.slice(0, 2), cancelled]).toEqual([['asked', 'start'], ['job-1']])
  await expect(runJob(stopping)).rejects.toMatchObject({ code: 'interrupted' })
  expect(order.filter((what) => what === 'start')).toEqual(['start'])
})

test('pages that do not end are refused', async () => {
  const { task } = tenant([], { signals: async () => ({ items: [], next: 'n' }) })
  await expect(runJob(task)).rejects.toMatchObject({ code: 'bad-answer' })
})

test('whoever stops while it waits hears that the job is cancelled, or that it could not be', async () => {
  const { task, cancelled } = tenant(['pending'])
  let isStopped = false
  const sleep = async (): Promise<void> => {
    isStopped = true
    throw new WorldError('interrupted', 'stopped while waiting')
  }
  const stopping = { ...task, sleep, isStopped: () => isStopped }
  await expect(runJob(stopping)).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('is cancelled'),
  })
  expect(cancelled).toEqual(['job-1'])
  const cancel = async (): Promise<void> => {
    throw new WorldError('forbidden', 'not allowed')
  }
  isStopped = false
  const failing = tenant(['pending'], { cancel })
  await expect(runJob({ ...failing.task, sleep, isStopped: () => isStopped })).rejects.toMatchObject({
    message: 'stopped, but the job job-1 in tenant "prod" could not be cancelled: not allowed',
  })
})
