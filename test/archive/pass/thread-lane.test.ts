import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readyThreads } from '../../../src/archive/pass/thread-lane'
import { makeFolder } from '../../cli/run-in-process'

// Beside the sources there is no compiled file for a thread to run, so each is lost as soon as it begins.

const task = {
  rules: { rules: [], options: {} },
  plan: { isWhole: true, isStrict: false, asked: {} },
  mostEvents: 0,
}

test.each([
  ['before it is started', 1],
  ['after that', 0],
])('a thread that is lost %s is told to whoever starts it, once', async (_, ready) => {
  const threads = readyThreads(ready)
  // Another thread is lost after those that were opened before it.
  if (ready > 0) await new Promise((lost) => readyThreads(0).startLane(task, { onNews: () => {}, onError: lost }))
  const errors: unknown[] = []
  const lane = await new Promise<{ close: () => void }>((lost) => {
    const started = threads.startLane(task, {
      onNews: () => {},
      onError: (error) => {
        errors.push(error)
        lost(started)
      },
    })
  })
  lane.close()
  threads.close()
  await new Promise((done) => setImmediate(done))
  expect(errors.map(String)).toEqual([expect.stringContaining('start-thread.js')])
})

test('threads that nobody starts end when they are closed, and tell nobody', async () => {
  const threads = readyThreads(2)
  threads.close()
  threads.close()
  await new Promise((lost) => readyThreads(0).startLane(task, { onNews: () => {}, onError: lost }))
})

describe('threads of compiled files that compiled rules before they were started', () => {
  const compiled: typeof import('../../../src/archive/pass/thread-lane') = require('../../../dist/archive/pass/thread-lane')
  const path = join(makeFolder({}), 'a.ndjson')
  writeFileSync(path, '{"source":"app","timestamp":1767225600000,"attributes":{"kind":"a"}}\n')
  const rulesFor = (kind: string) => ({
    rules: [
      {
        id: kind,
        name: kind,
        type: 'log_detection' as const,
        isEnabled: true,
        message: kind,
        queries: [{ query: `source:app @kind:${kind}` }],
        options: { evaluationWindow: 60, keepAlive: 60, maxSignalDuration: 60 },
        cases: [{ status: 'low' as const, condition: 'a > 0' }],
      },
    ],
    options: {},
  })

  test.each([
    ['the same', 'a', 1],
    ['others, and go by those', 'b', 0],
  ])('may be given %s with the task', async (_, kind, matches) => {
    const prepared = rulesFor('a')
    const threads = compiled.readyThreads(1)
    threads.prepare(prepared)
    const told = await new Promise<number>((read, lost) => {
      let matched = 0
      const rules = kind === 'a' ? prepared : rulesFor(kind)
      const lane = threads.startLane(
        { ...task, rules },
        {
          onError: lost,
          onNews: (news) => {
            if (news.kind === 'selected') matched += news.selected.tally.matched
            if (news.kind !== 'read') return
            lane.close()
            read(matched)
          },
        },
      )
      lane.send({ order: 0, number: 0, file: { path, name: 'a.ndjson' }, given: undefined, isProcessed: false })
    })
    threads.close()
    expect(told).toBe(matches)
  })
})
