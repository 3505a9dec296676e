import { createRunner } from 'jest-light-runner'

const runtime = 'child_process'

/**
 * Runs test files in processes that share what they load. Each process asks on its first file for the settings; with one
 * channel for all, an answer can reach a process that does not listen yet, and it would wait for ever. Here each file has
 * a channel of its own, which knows no other process.
 */
export default class extends createRunner({ runtime }) {
  constructor(globalConfig, ...others) {
    super(globalConfig, ...others)
    const runners = this._testRunners
    const set = runners.set.bind(runners)
    runners.set = (projectConfig, { pool }) => {
      const workerData = { globalConfig, projectConfig, runtime }
      return set(projectConfig, { pool, run: (test) => pool.run(test.path, { channel: answeringWith(workerData) }) })
    }
  }
}

function answeringWith(workerData) {
  let send = () => {}
  return {
    onMessage: (listener) => {
      send = listener
    },
    postMessage: (message) => {
      if (message === 'jest-light-runner-get-worker-data') send({ type: 'jest-light-runner-worker-data', workerData })
    },
  }
}
