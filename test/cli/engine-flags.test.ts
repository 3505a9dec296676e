import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const written = readFileSync(join(__dirname, '../../src/main.ts'), 'utf8')
const flags = [...written.matchAll(/'(--[a-z-]+)=\d+'/g)].map(([, flag = '']) => flag)

test('the engine is told nothing that it does not know, or it would say so on standard error', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8', maxBuffer: 2 ** 25 })
  expect(flags).toEqual(['--interrupt-budget', '--heap-growing-percent'])
  expect(flags.filter((flag) => !known.includes(`${flag} (`))).toEqual([])
})
