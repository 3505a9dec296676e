import fs, { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, makeFolder } from './run-in-process'
import { rule, smallWorkspace } from './small-workspace'

const byHand = '# Somebody saved it meanwhile.\n'
const suppression = `id: quiet
name: Quiet
rules: [failed-logins]
suppressionQuery: '@usr.id:ci'
expires: 2999-01-31
owner: team@example.com
reason: It is known.
`

/** Somebody saves a file right after it was read for the first time. */
async function whileSaving<T>(path: string, work: () => Promise<T>): Promise<T> {
  const real = fs.readFileSync
  let isSaved = false
  const reading: unknown = (...args: Parameters<typeof readFileSync>) => {
    const text = real(...args)
    if (args[0] === path && !isSaved) {
      isSaved = true
      appendFileSync(path, byHand)
    }
    return text
  }
  Object.assign(fs, { readFileSync: reading })
  try {
    return await work()
  } finally {
    Object.assign(fs, { readFileSync: real })
  }
}

it.each([
  ['fmt', 'app/failed-logins.rule.yaml'],
  ['validate --fix', 'app/failed-logins.rule.yaml'],
  ['rename quiet quieter', 'app/silence.suppression.yaml'],
  ['suppress expire quiet', 'app/silence.suppression.yaml'],
  ['suppress renew quiet --until 2999-06-30 --reason known', 'app/silence.suppression.yaml'],
])(
  '%s does not write over what somebody saved since it was read, and does its work the next time',
  async (line, path) => {
    const cwd = makeFolder(
      smallWorkspace({
        'app/failed-logins.rule.yaml': `${rule}version: 7\n`,
        'app/silence.suppression.yaml': suppression,
      }),
    )
    const file = join(cwd, path)
    const before = readFileSync(file, 'utf8')
    const run = await whileSaving(file, () => ddac(line.split(' '), { cwd }))
    expect([run.code, run.stderr]).toEqual([
      1,
      expect.stringContaining(`error: ${path} was changed by somebody else since it was read\n`),
    ])
    expect(readFileSync(file, 'utf8')).toBe(before + byHand)
    expect((await ddac(line.split(' '), { cwd })).code).toBe(0)
    const after = readFileSync(file, 'utf8')
    expect([after.endsWith(byHand), after === before + byHand]).toEqual([true, false])
  },
)
