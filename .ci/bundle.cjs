// A step of the build: `node .ci/bundle.cjs` puts the code of the commands that start most, and that of the threads that read
// archives, into one file each (.github/decisions/0016), with that of the packages that all of them load.
const { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
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
    build.onLoad({ filter: /[\\/]programs[\\/]pass-program\.ts$/ }, () => {
      const { glanceProgram } = require(join(dist, 'archive/glance/programs/pass-program.js'))
      const bytes = JSON.stringify(Buffer.from(glanceProgram()).toString('base64'))
      return { loader: 'js', contents: `export const glanceProgram = () => Buffer.from(${bytes}, 'base64')` }
    }),
}

/** Packages whose code is put into the bundles. What few runs load stays where npm has put it. */
const bundledPackages = ['commander', 'fdir', 'ipaddr.js', 'picomatch', 'tinyglobby', 'yaml']

/** Of a package the same files as Node would load. */
const packages = {
  name: 'packages',
  setup: (build) =>
    build.onResolve(
      { filter: new RegExp(`^(${bundledPackages.join('|').replaceAll('.', '\\.')})$`) },
      ({ path, importer }) => ({
        path: createRequire(importer).resolve(path),
      }),
    ),
}

/** Modules of Node that most runs do without, each some milliseconds: they are loaded when something of them is first used. */
const lateModules = {
  name: 'late-modules',
  setup: (build) => {
    build.onResolve({ filter: /^node:(child_process|crypto|http|worker_threads)$/ }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    )
    build.onLoad({ filter: /^/, namespace: 'late' }, ({ path }) => {
      const late = Object.keys(require(path)).map((name) => `get ${name}() { return require('${path}').${name} }`)
      return { contents: `module.exports = {\n${late.join(',\n')}\n}` }
    })
  },
}

/** The packages in a bundle, by the folders of their files. */
const packagesOf = (metafile) =>
  Object.keys(metafile.inputs).flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])

/** Whoever hands on the code of a package hands on its licence. */
function writeLicences(folders) {
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const file = ['LICENSE', 'LICENSE.md', 'license'].map((each) => join(root, folder, each)).find(existsSync)
    if (file === undefined) throw new Error(`${name} has no licence to stand beside the bundles`)
    return `${name} ${version}\n\n${readFileSync(file, 'utf8').trim()}\n`
  })
  writeFileSync(join(bundles, 'LICENCES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
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

/** What few archives need stays in its files. */
const pipelinesApart = {
  name: 'pipelines-apart',
  setup: (build) =>
    build.onResolve({ filter: /\/processing-from$/ }, () => ({
      path: '../archive/pass/processing-from.js',
      external: true,
    })),
}

async function bundle(name, entry, plugins) {
  const outfile = join(bundles, `${name}.js`)
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(src, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    packages: 'external',
    // Code that is run as a script has nobody to ask for a module.
    supported: { 'dynamic-import': false },
    metafile: true,
    plugins: [writtenPrograms, ownFolders, packages, lateModules, ...plugins],
    logLevel: 'warning',
  })
  // By its time it is known which compiled files it was made beside.
  const { atime, mtime } = statSync(join(dist, '.tsbuildinfo'))
  utimesSync(outfile, atime, mtime)
  return packagesOf(metafile)
}

async function main() {
  rmSync(bundles, { recursive: true, force: true })
  const folders = await Promise.all([
    ...Object.entries(bundledCommands).map(([name, commands]) =>
      bundle(name, 'cli/process/run-process.ts', [commandsAlone(commands)]),
    ),
    bundle('pass-thread', 'archive/pass/pass-thread.ts', [pipelinesApart]),
  ])
  writeLicences(folders.flat())
}

void main()
