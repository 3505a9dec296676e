import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { allMethods } from '../../src/detect/methods/all-methods'
import { detectionMethods } from '../../src/rule/methods/detection-methods'
import { usualMethod } from '../../src/rule/methods/method-of'
import { floors, worldly } from './floors.cjs'
import { type Source, sources } from './sources'

const root = join(__dirname, '../..')
const src = join(root, 'src')

const roomOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '')

/** Code without comments and string contents, so that prose cannot trip a wall. */
function codeOnly(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, '""')
}

/** Code and what stands in quotes, without comments and templates: examples and messages may say any word. */
function codeAndTexts(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\.|[^`\\])*`|(about|why|source): *\n? *(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")/g,
    '``',
  )
}

function breaches(files: readonly Source[], pattern: RegExp, look = codeOnly): string[] {
  return files.flatMap(({ path, text }) => {
    const found = look(text).match(pattern)
    return found ? [`${path}: ${found[0]}`] : []
  })
}

it('each decision has a number of its own, which its title says', () => {
  const folder = join(root, '.github/decisions')
  const numbers = readdirSync(folder).map((name) => {
    const number = name.slice(0, 4)
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(new RegExp(`^# ${number}: `))
    return number
  })
  expect([...new Set(numbers)]).toEqual(numbers)
})

describe('the house', () => {
  it('every folder of src is a room with a floor and a README', () => {
    const rooms = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory())
    expect(rooms.filter((room) => !floors.flat().includes(room))).toEqual([])
    expect(rooms.filter((room) => !readdirSync(join(src, room)).includes('README.md'))).toEqual([])
  })

  it('the README of a room names each folder in it', () => {
    const unnamed = floors.flat().flatMap((room) => {
      const entries = readdirSync(join(src, room), { withFileTypes: true })
      const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
      const readme = readFileSync(join(src, room, 'README.md'), 'utf8')
      return folders.filter((name) => !readme.includes(`${name}/`)).map((name) => `${room}/${name}`)
    })
    expect(unnamed).toEqual([])
  })

  it('only the marked rooms touch disk, network, clock or process', () => {
    const pure = sources.filter(({ path }) => roomOf(path) !== '' && !worldly.includes(roomOf(path)))
    expect(
      breaches(
        pure,
        /\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bfetch\(|\bsetTimeout\b|\bperformance\./,
      ),
    ).toEqual([])
  })

  it('nothing below cli prints', () => {
    expect(breaches(sources, /\bconsole\./)).toEqual([])
    const belowCli = sources.filter(({ path }) => !['cli', ''].includes(roomOf(path)))
    expect(breaches(belowCli, /\bprocess\.(stdout|stderr)\b/)).toEqual([])
  })

  it('text from outside reaches a medium only through the type of that medium', () => {
    const elsewhere = sources.filter(({ path }) => roomOf(path) !== 'medium')
    const made =
      /\bclass \w+ extends SafeText\b|\bas (?:Terminal|Markdown|Html|Xml|Workflow|Json|Safe)Text\b|\b(?:terminal|markdown|html|xml)\(/
    expect(breaches(elsewhere, made)).toEqual([])
    const writers = sources.filter(({ text }) => /\bprocess\.std(?:out|err)\.write\(/.test(text))
    expect(writers.map(({ path }) => path)).toEqual(['cli/process/run-process.ts'])
  })

  it('no detection method, and no key that only one has, is named outside its table, its object and the emulator', () => {
    const tables = ['rule/methods/', 'detect/methods/', 'emulator/']
    const outside = sources.filter(({ path }) => !tables.some((table) => path.startsWith(table)))
    const isUsual = (name: string): boolean => name === usualMethod
    const names = Object.keys(detectionMethods).filter((name) => !isUsual(name))
    const keys = Object.values(detectionMethods).flatMap(({ option, field }) =>
      [option?.key ?? [], field?.key ?? []].flat(),
    )
    const named = new RegExp(`\\b(${[...names, ...keys].join('|')})\\b|\\bdetectionMethod[^\\n]*'${usualMethod}'`)
    expect(breaches(outside, named, codeAndTexts)).toEqual([])
    // The same search finds them where they belong.
    const inside = sources.filter(({ path }) => path.startsWith('rule/methods/detection-methods'))
    expect(breaches(inside, named, codeAndTexts)).toHaveLength(1)
  })

  it('each detection method is one object under its own name, and says how it decides or why it is not evaluated', () => {
    expect(Object.entries(allMethods).map(([key, { name }]) => [key, name])).toEqual(
      Object.keys(detectionMethods).map((name) => [name, name]),
    )
    const decided = Object.values(allMethods).map((method) => 'compile' in method || method.notEvaluated !== '')
    expect(decided).toEqual(Object.keys(detectionMethods).map(() => true))
  })

  it('no file is imported by folder', () => {
    const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    const imports = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/from '(\.[^']*)'|import\('(\.[^']*)'\)/g)]
        .map((match) => match[1] ?? match[2] ?? '')
        .map((target) => ({ path, target })),
    )
    expect(imports.length).toBeGreaterThan(100)
    expect(
      imports.filter(({ path, target }) => isFolder(join(src, path, '..', target)) || /(^|\/)index$/.test(target)),
    ).toEqual([])
  })

  it('no type is cast by way of unknown', () => {
    expect(breaches(sources, /\bas unknown as\b|: any\b|\bas any\b/)).toEqual([])
  })

  it('no utils', () => {
    const nameless = /^(utils?|helpers?|common|types|misc|shared|index)\.ts$/
    expect(
      sources
        .map(({ path }) => path)
        .filter((path) => path.includes('/') && nameless.test(path.split('/').at(-1) ?? '')),
    ).toEqual([])
  })

  it('no folder holds more than twenty files, but where each file is one entry', () => {
    const entries = ['lint/checks', 'cli/commands', 'pipeline/processors', 'event/profiles']
    const foldersBelow = (folder: string): string[] =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap((entry) => [join(folder, entry.name), ...foldersBelow(join(folder, entry.name))])
    const crowded = foldersBelow(src)
      .map((folder) => ({
        folder: relative(src, folder),
        files: readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).length,
      }))
      .filter(({ folder, files }) => files > 20 && !entries.includes(folder))
    expect(crowded).toEqual([])
  })
})
