const { join } = require('node:path')
const { parentPort } = require('node:worker_threads')

/** What dependency-cruiser says of the imports in `src`, by the rules of walls.cjs. */
async function cruiseHouse() {
  const { cruise } = await import('dependency-cruiser')
  const { default: extractOptions } = await import('dependency-cruiser/config-utl/extract-depcruise-options')
  const options = await extractOptions(join(__dirname, 'walls.cjs'))
  return await cruise(['src'], { ...options, outputType: 'err' })
}

void cruiseHouse().then((said) => parentPort.postMessage(said))
