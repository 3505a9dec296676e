import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder, type Run, type RunOptions } from '../run-in-process'
import { smallWorkspace } from '../small-workspace'

/** Serves while `visit` works, then asks it to stop. */
async function served(
  argv: readonly string[],
  options: RunOptions,
  visit: (url: string) => Promise<void> = async () => {},
): Promise<Run> {
  const stopping = new AbortController()
  let visited: Promise<void> = Promise.resolve()
  const run = await ddac(['emulator', ...argv], {
    ...options,
    abort: stopping.signal,
    onStdout: (url) => {
      visited = visit(url.trim()).finally(() => stopping.abort())
    },
  })
  await visited
  return run
}

describe('ddac emulator', () => {
  it('its address is all of stdout; what it is asked is told on stderr', async () => {
    const cwd = makeFolder(smallWorkspace())
    const run = await served([], { cwd }, async (url) => {
      expect((await fetch(`${url}/api/v2/security_monitoring/rules`)).status).toBe(200)
    })
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(run.stderr).toContain(`State: ${join(cwd, '.ddac/local.json')}\n`)
    expect(run.stderr).toContain('200 GET /api/v2/security_monitoring/rules\n')
    expect((await served(['--quiet'], { cwd })).stderr).toBe('')
  })

  it('is a tenant like any other: apply reaches it by its address, with any keys', async () => {
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': 'tenants: { prod: { site: datadoghq.com } }\n' }))
    const state = join(cwd, 'state.json')
    await served(['--state', 'state.json'], { cwd }, async (url) => {
      const env = { DDAC_API_URL: url, DD_API_KEY: 'any-api-key', DD_APP_KEY: 'any-app-key' }
      expect(await ddac(['apply', '--yes'], { cwd, env })).toMatchObject({
        code: 0,
        stderr: expect.stringContaining(`prod: writing to ${url}, organisation`),
      })
      expect((await ddac(['plan', '--detailed-exitcode'], { cwd, env })).code).toBe(0)
    })
    expect(readFileSync(state, 'utf8')).toContain('Several failed logins')
  })

  it('keeps the tenant that is named, and refuses one that is not emulated', async () => {
    const config = 'tenants:\n  prod: { site: datadoghq.com }\n  one: { emulator: true }\n  two: { emulator: true }\n'
    const cwd = makeFolder(smallWorkspace({ 'ddac.yaml': config }))
    await served(['--tenant', 'two'], { cwd }, async (url) => {
      await fetch(`${url}/api/v2/security_monitoring/configuration/suppressions`)
    })
    expect((await served([], { cwd })).stderr).toContain(join(cwd, '.ddac/one.json'))
    const refused = await ddac(['emulator', '--tenant', 'prod'], { cwd })
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('error: "prod" is no emulated tenant\n  help: ')
  })

  it('breaks on purpose where --fault says so', async () => {
    const cwd = makeFolder(smallWorkspace())
    await served(['--fault', '429@1'], { cwd }, async (url) => {
      expect((await fetch(`${url}/api/v2/security_monitoring/rules`)).status).toBe(429)
      expect((await fetch(`${url}/api/v2/security_monitoring/rules`)).status).toBe(200)
    })
    const unknown = await ddac(['emulator', '--fault', 'wat@1'], { cwd })
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain('wat@1')
  })

  it('a port that is taken ends with 2 and says so', async () => {
    const cwd = makeFolder(smallWorkspace())
    await served([], { cwd }, async (url) => {
      const run = await ddac(['emulator', '--port', new URL(url).port, '--state', 'other.json'], { cwd })
      expect(run).toMatchObject({ code: 2, stdout: '' })
      expect(run.stderr).toContain(`error: port ${new URL(url).port} is taken\n  help: Give another port`)
      expect(existsSync(join(cwd, 'other.json'))).toBe(false)
    })
  })
})
