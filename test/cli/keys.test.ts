import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'
import { ddac, makeFolder, type Run, writeFiles } from './run-in-process'
import { rule, smallWorkspace } from './small-workspace'

const apiKey = 'f00dfeedf00dfeedf00dfeedf00dfeed'
const appKey = 'c0ffeec0ffeec0ffeec0ffeec0ffeec0ffeec0ff'
const trace = /f00dfeed|c0ffee/i
const config = 'tenants:\n  prod: { site: datadoghq.eu }\ndefaultTenant: prod\n'

const running: (Emulator | Server)[] = []
afterEach(async () => {
  for (const one of running.splice(0)) {
    if ('closeAllConnections' in one) one.closeAllConnections()
    await one.close()
  }
})

function environment(url: string): Record<string, string> {
  return { DD_API_KEY: apiKey, DD_APP_KEY: appKey, DDAC_API_URL: url }
}

function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  )
}

function expectNoKey(runs: readonly Run[], folders: readonly string[]): void {
  for (const run of runs) {
    expect(run.stdout).not.toMatch(trace)
    expect(run.stderr).not.toMatch(trace)
  }
  for (const folder of folders) {
    const files = filesIn(folder)
    expect(Object.entries(files).filter(([name, text]) => trace.test(name) || trace.test(text))).toEqual([])
  }
}

describe('the keys of the environment', () => {
  it('reach a tenant that asks for them, and stand in no output, saved plan, file or state', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
    const kept = makeFolder()
    const stateFile = join(kept, 'tenant.json')
    const emulator = await startEmulator({ stateFile, requireKeys: { apiKey, appKey } })
    running.push(emulator)
    const options = { cwd, env: environment(emulator.url) }
    const runs = [await ddac(['plan', '--out', 'saved.plan'], options)]
    runs.push(await ddac(['apply', 'saved.plan', '--yes'], options))
    writeFiles(cwd, { 'app/failed-logins.rule.yaml': rule.replace('medium', 'high') })
    for (const format of ['text', 'json', 'markdown']) runs.push(await ddac(['plan', '--format', format], options))
    runs.push(await ddac(['validate', '--remote'], options), await ddac(['apply', '--yes'], options))
    expect(runs.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual(runs.map(() => [0, '']))
    await emulator.close()
    expect(Object.keys(filesIn(cwd)).filter((name) => name.endsWith('saved.plan'))).toHaveLength(1)
    expect(Object.keys(filesIn(kept))).toEqual([stateFile])
    expectNoKey(runs, [cwd, kept])
  })

  it('are not told when they are refused', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
    const emulator = await startEmulator({ requireKeys: { apiKey: 'another', appKey } })
    running.push(emulator)
    const run = await ddac(['plan'], { cwd, env: environment(emulator.url) })
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toContain('not allowed (403)')
    expectNoKey([run], [cwd])
  })

  it.each([200, 400, 401, 403, 404, 409])(
    'are not told by a server that quotes them in every answer (%i)',
    async (status) => {
      const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
      const server = createServer(({ headers }, response) => {
        const text = `${headers['dd-api-key']} ${headers['dd-application-key']}`
        const stranger = { id: text, type: 'suppressions', name: text, version: 1, tags: [text], attributes: {} }
        response.writeHead(status)
        response.end(JSON.stringify(status === 200 ? { ...stranger, data: [stranger] } : { errors: [text] }))
      })
      running.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const options = { cwd, env: environment(`http://127.0.0.1:${port}`) }
      const planned = await ddac(['plan', '--out', 'saved.plan', '--format', 'json'], options)
      const runs = [planned, await ddac(['apply', '--yes'], options), await ddac(['validate', '--remote'], options)]
      expect(planned.stderr).toMatch(status === 200 ? /holds one of the keys themselves/ : /\[secret\]/)
      expectNoKey(runs, [cwd])
    },
  )

  it('are not told when one of them cannot be a key', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
    const env = { DD_API_KEY: `${apiKey} and\nmore`, DD_APP_KEY: appKey }
    const run = await ddac(['plan'], { cwd, env })
    expect(run.code).toBe(2)
    expect(run.stderr).toContain('DD_API_KEY')
    expectNoKey([run], [cwd])
  })
})
