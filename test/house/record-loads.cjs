// Loaded before the program (node --require): writes down, when it ends, every file that was loaded.
const { writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.DDAC_LOADED, JSON.stringify(Object.keys(require.cache))))
