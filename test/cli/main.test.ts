import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shell, start } from './real-process'
import { makeFolder } from './run-in-process'
import { failure, logs, smallWorkspace } from './small-workspace'

/** The exit code after Ctrl-C. */
function stopped(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('exit', resolve)
    child.kill('SIGINT')
  })
}

describe('ddac as a process', () => {
  it('reads its arguments, its input and its folder, and ends with the exit code of the command', () => {
    const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': logs })
    const run = shell('ddac eval - --format ndjson < logs.ndjson', cwd)
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(3)
    expect(shell('ddac validate nowhere', cwd).status).toBe(2)
    expect(shell('ddac plan --detailed-exitcode', cwd).status).toBe(2)
    expect(shell('ddac --version', cwd).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('asks nobody where there is no terminal', () => {
    const cwd = makeFolder(smallWorkspace())
    const run = shell('yes | ddac apply', cwd)
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain('nobody is there to confirm')
    expect(shell('ddac apply --yes', cwd).status).toBe(0)
  })

  it('is silent when its reader goes away', () => {
    const many = Array.from({ length: 4000 }, (_, second) =>
      failure(`e${second}`, `user-${second % 2000}`, new Date(Date.UTC(2026, 10, 20) + second).toISOString()),
    )
    const cwd = makeFolder({ ...smallWorkspace(), 'logs.ndjson': many.join('') })
    const run = shell('ddac eval logs.ndjson --format ndjson | head -n 1', cwd)
    expect(run.stderr).toBe('')
    expect(run.stdout).toMatch(/^\{"kind":"signal".*\}\n$/)
  })

  const full = existsSync('/dev/full') ? it : it.skip
  full('tells that the disk is full, and does not answer yes', () => {
    const cwd = makeFolder(smallWorkspace())
    expect(shell('ddac schema rule > /dev/full', cwd)).toMatchObject({
      status: 2,
      stderr: 'error: the output could not be written: the disk is full\n',
    })
    expect(shell('ddac plan --detailed-exitcode > /dev/full', cwd).status).toBe(1)
  })

  it('is ended by Ctrl-C at once where nothing is half done', async () => {
    const cwd = makeFolder(smallWorkspace())
    const child = start(['eval', '-'], cwd)
    // It waits for standard input, which never ends.
    await new Promise((resume) => setTimeout(resume, 1500))
    expect(await stopped(child)).toBe(130)
  })

  it('the emulator serves until Ctrl-C, then keeps what it was told and ends with 0', async () => {
    const cwd = makeFolder(smallWorkspace())
    const child = start(['emulator', '--port', '0'], cwd)
    const url = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (data) => resolve(String(data).trim())),
    )
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const created = await fetch(`${url}/api/v2/security_monitoring/configuration/suppressions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        data: {
          type: 'suppressions',
          attributes: { name: 'Quiet', enabled: true, rule_query: 'source:app', suppression_query: 'env:test' },
        },
      }),
    })
    expect(created.status).toBe(200)
    expect(await stopped(child)).toBe(0)
    expect(readFileSync(join(cwd, '.ddac/local.json'), 'utf8')).toContain('"Quiet"')
  })
})
