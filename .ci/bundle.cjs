// A step of the build: `node .ci/bundle.cjs` puts the code of the commands that start most, and that of the threads that read
// archives, into one file each (.github/decisions/0016). Packages of others stay where npm has put them.
const { readFileSync, rmSync, statSync, utimesSync } = require('node:fs')
const { basename, dirname, join, relative } = require('node:path')
const esbuild = require('esbuild')

const root = join(__dirname, '..')
const src = join(root, 'src')
const dist = join(root, 'dist')
const bundles = join(dist, 'bundles')
const { bundledCommands } = require(join(dist, 'bundles.js'))

/** Also in a bundle a file knows the folder in which the compiler has put it. */
const ownFolders = {
  name: 'own-folders',
  setup: (build) =>
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('__dirname')) return undefined
      const folder = relative(bundles, join(dist, relative(src, dirname(path)))).replaceAll('\\', '/')
      return { loader: 'ts', contents: text.replaceAll('__dirname', `\`\${__dirname}/${folder}\``) }
    }),
}

/** Programs in WebAssembly stand in a bundle as they were written, and what writes them does not. */
const writtenPrograms = {
  name: 'written-programs',
  setup: (build) =>
    build.onLoad({ filter: /[\\/]glance[\\/]pass-program\.ts$/ }, () => {
      const { glanceProgram } = require(join(dist, 'archive/glance/pass-program.js'))
      const bytes = JSON.stringify(Buffer.from(glanceProgram()).toString('base64'))
      return { loader: 'js', contents: `export const glanceProgram = () => Buffer.from(${bytes}, 'base64')` }
    }),
}

/** `commands/suppress-check.ts` is of `suppress`. */
const isOf = (file, command) => file === command || file.startsWith(`${command}-`)

/** The code of other commands is never asked for. */
const commandsAlone = (commands) => ({
  name: 'commands-alone',
  setup: (build) =>
    build.onResolve({ filter: /\/commands\// }, ({ path, kind, importer }) =>
      kind === 'dynamic-import' &&
      basename(importer) === 'program.ts' &&
      !commands.some((command) => isOf(basename(path), command))
        ? { path, external: true }
        : undefined,
    ),
})

async function bundle(name, entry, plugins) {
  const outfile = join(bundles, `${name}.js`)
  await esbuild.build({
    entryPoints: [join(src, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    packages: 'external',
    plugins: [writtenPrograms, ownFolders, ...plugins],
    logLevel: 'warning',
  })
  // By its time it is known which compiled files it was made beside.
  const { atime, mtime } = statSync(join(dist, '.tsbuildinfo'))
  utimesSync(outfile, atime, mtime)
}

async function main() {
  rmSync(bundles, { recursive: true, force: true })
  await Promise.all([
    ...Object.entries(bundledCommands).map(([name, commands]) =>
      bundle(name, 'cli/process/run-process.ts', [commandsAlone(commands)]),
    ),
    bundle('pass-thread', 'archive/pass/pass-thread.ts', []),
  ])
}

void main()
