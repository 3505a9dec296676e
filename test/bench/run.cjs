/**
 * What ddac costs, as ratios of figures taken in one run on one machine: run `npm run build`, then `npm run bench`, or
 * `npm run bench -- commands` for one part alone.
 */
const { benchCommands } = require('./commands.cjs')
const { benchEngine } = require('./engine.cjs')
const { benchPass, benchPiped } = require('./pass.cjs')

const parts = { engine: benchEngine, pass: benchPass, piped: benchPiped, commands: benchCommands }

async function main(asked) {
  const unknown = asked.find((name) => !(name in parts))
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: ${Object.keys(parts).join(', ')}`)
  for (const [name, bench] of Object.entries(parts)) {
    if (asked.length === 0 || asked.includes(name)) await bench()
  }
}

main(process.argv.slice(2))
