import { readyThreads } from '../../../src/archive/pass/thread-lane'

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
  expect(errors.map(String)).toEqual([expect.stringContaining('pass-thread.js')])
})

test('threads that nobody starts end when they are closed, and tell nobody', async () => {
  const threads = readyThreads(2)
  threads.close()
  threads.close()
  await new Promise((lost) => readyThreads(0).startLane(task, { onNews: () => {}, onError: lost }))
})
