import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type * as RunShellLine from '../cli/run-shell-line'
import { floors, worldly } from '../house/floors.cjs'
import { matches } from '../readme/examples'
import { changed, type Recipe, recipesIn } from './recipe'
import { makeScratch } from './scratch'

const root = join(__dirname, '../..')
const contributing = readFileSync(join(root, '.github/CONTRIBUTING.md'), 'utf8')

it('the picture shows every room on its floor, and which of them touch the world', () => {
  const picture = /^```\n(main\.ts[\s\S]*?)^```$/m.exec(contributing)?.[1] ?? ''
  const shown = picture
    .split('\n')
    .slice(1, -1)
    .map((line) => /^(?:[a-z]+\/(?: ◦)? +)+/.exec(line)?.[0] ?? '')
    .map((rooms) => [...rooms.matchAll(/([a-z]+)\/( ◦)?/g)].map(([, room, mark]) => `${room}${mark ?? ''}`))
  const drawn = floors.map((floor) => floor.map((room) => (worldly.includes(room) ? `${room} ◦` : room)))
  expect(shown).toEqual(drawn.reverse())
})

const scratch = makeScratch()
/** All recipes are followed before the first line is typed; what does not fit any more is told by its recipe. */
const recipes = recipesIn(contributing).map((recipe) => ({ ...recipe, misfit: follow(recipe) }))
const { runShellLine } = scratch.load('test/cli/run-shell-line.ts') as typeof RunShellLine

function follow({ changes }: Recipe): unknown {
  try {
    for (const change of changes) {
      const path = join(scratch.folder, change.path)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, changed(existsSync(path) ? readFileSync(path, 'utf8') : undefined, change))
    }
    return undefined
  } catch (error) {
    return error
  }
}

it('what the recipes write compiles as strictly as the house', () => {
  const paths = recipes.flatMap(({ changes }) => changes.map(({ path }) => path))
  const files = [...new Set(paths)].filter((path) => path.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(4)
  expect(scratch.mistakesIn(files)).toEqual([])
}, 60_000)

describe.each(recipes)('$title', ({ changes, examples, misfit }) => {
  it('fits the house as it is, and ends in lines that show that it works', () => {
    if (misfit !== undefined) throw misfit
    expect(changes.length).toBeGreaterThan(0)
    expect(examples.length).toBeGreaterThan(0)
  })

  for (const { command, output } of misfit === undefined ? examples : []) {
    const [, path, name = ''] = /^npx jest (\S+)(?: -t (.+))?$/.exec(command) ?? []
    if (path !== undefined) {
      describe(command, () => scratch.declareTests(path, name.replace(/^"(.*)"$/, '$1')))
      continue
    }
    it(command, async () => {
      const { stdout, stderr } = await runShellLine(command, { cwd: scratch.folder })
      expect(`${stdout}${stderr}`.trimEnd()).toMatch(matches(output))
    })
  }
})
