import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const page = readFileSync(join(root, '.github/SECURITY.md'), 'utf8')
const testsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path)

it('every test that SECURITY.md names is there', () => {
  const named = testsIn(page)
  expect(named.length).toBeGreaterThan(18)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

it('every promise of SECURITY.md names a test that shows it', () => {
  const [, promised = ''] = page.split('## What must hold')
  const promises = promised.split(/^(?=\*\*)/m).slice(1)
  expect(promises.length).toBeGreaterThan(6)
  expect(promises.filter((promise) => testsIn(promise).length === 0)).toEqual([])
})
