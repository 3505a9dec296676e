/** Where a run begins, and where one without faults ends: made once for each writer, copied for every run. */
const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { dirname, join, relative } = require('node:path')

const { openTenant } = require('./besieged-tenant.cjs')
const { runHere } = require('./run-command.cjs')

const made = new Map()

/** The ground of a writer below a folder: its template, and what a run without faults makes of it. */
function groundOf(name, writer, folder) {
  if (!made.has(name)) made.set(name, makeGround(name, writer, join(folder, name.replace(/\W+/g, '-'))))
  return made.get(name)
}

async function makeGround(name, writer, folder) {
  const template = { workspace: join(folder, 'workspace'), state: join(folder, 'tenant.json') }
  mkdirSync(template.workspace, { recursive: true })
  const write = writerIn(template.workspace)
  write(writer.files)
  await within(template, writer, async ({ tenant, url }) => {
    const ddac = async (argv) => {
      const run = await runHere(argv, { cwd: template.workspace, url })
      if (run.code !== 0)
        throw new Error(`${name}: ddac ${argv.join(' ')} ended with ${run.code}:\n${run.stdout}${run.stderr}`)
      return run
    }
    await writer.prepare?.({ tenant, ddac, write })
  })
  if (writer.alter) {
    const state = JSON.parse(readFileSync(template.state, 'utf8'))
    writer.alter(state)
    writeFileSync(template.state, JSON.stringify(state))
  }
  const before = filesIn(template.workspace)
  const copy = copyGround({ template }, join(folder, 'without-faults'))
  return within(copy, writer, async ({ tenant, url }) => {
    const stateBefore = await tenant?.state()
    const run = await runHere(writer.argv, { cwd: copy.workspace, url })
    const requests = tenant?.count ?? 0
    if (run.code !== 0) throw new Error(`${name} without faults ended with ${run.code}:\n${run.stdout}${run.stderr}`)
    return {
      template,
      argv: writer.argv,
      before,
      after: filesIn(copy.workspace),
      stateBefore,
      state: await tenant?.state(),
      run,
      requests,
    }
  })
}

/** Opens the tenant of a ground, unless the command has one of its own in the workspace. */
async function within({ state }, { isEmulated }, work) {
  if (isEmulated) return work({ tenant: undefined, url: undefined })
  const tenant = await openTenant(state)
  try {
    return await work({ tenant, url: tenant.url })
  } finally {
    await tenant.close()
  }
}

function copyGround({ template }, folder) {
  const copy = { workspace: join(folder, 'workspace'), state: join(folder, 'tenant.json') }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(template.workspace, copy.workspace, { recursive: true })
  if (existsSync(template.state)) cpSync(template.state, copy.state)
  return copy
}

function writerIn(folder) {
  return (files) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      if (text === undefined) rmSync(path)
      else writeFileSync(path, text)
    }
  }
}

/** Every file below a folder, by its path in it. */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map(({ parentPath, path, name }) => join(parentPath ?? path, name))
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

module.exports = { copyGround, filesIn, groundOf, within }
