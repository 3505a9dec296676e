import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { assumptionsIn, behavioursIn, countByGround } from '../../src/explain/assumptions'
import { makePainter } from '../../src/medium/painter'
import { semanticsText } from '../../src/report/semantics-text'

const directory = join(__dirname, '../conformance')
const files = readdirSync(directory)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({
    path: name,
    value: parse(readFileSync(join(directory, name), 'utf8'), { merge: true }) as unknown,
  }))

interface ConformanceData {
  readonly known_from?: unknown
  readonly source?: unknown
  readonly about?: unknown
  readonly cases?: readonly Record<string, unknown>[]
}

describe('conformance data', () => {
  it.each(files.map(({ path, value }) => [path, value as ConformanceData] as const))(
    '%s says what it is about, and of each case how it is known',
    (_, { about, cases = [], ...file }) => {
      expect(about).toEqual(expect.stringMatching(/\S/))
      expect(cases.length).toBeGreaterThan(0)
      const groundless = cases.filter(
        ({ name, known_from = file.known_from, source = file.source }) =>
          typeof name !== 'string' ||
          !['documented', 'observed', 'assumed'].includes(String(known_from)) ||
          typeof source !== 'string' ||
          source.trim() === '',
      )
      expect(groundless).toEqual([])
    },
  )

  it('names no two cases of a file alike', () => {
    const twice = files.flatMap(({ path, value }) => {
      const names = ((value as ConformanceData).cases ?? []).map(({ name }) => String(name))
      return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${path}: ${name}`)
    })
    expect(twice).toEqual([])
  })

  it('says of what weighs that it is assumed; it is little enough to be read', () => {
    const weighing = behavioursIn(files).filter(({ weighs }) => weighs)
    expect(weighing.filter(({ knownFrom }) => knownFrom !== 'assumed')).toEqual([])
    expect(weighing.length).toBeGreaterThan(40)
    const text = String(semanticsText(behavioursIn(files), makePainter(false)))
    expect(text.split('\n').length).toBeLessThan(150)
  })

  it('is counted by ground', () => {
    const behaviours = behavioursIn(files)
    const all = files.flatMap(({ value }) => (value as ConformanceData).cases ?? [])
    expect(behaviours).toHaveLength(all.length)
    const counts = countByGround(behaviours)
    expect(counts.documented + counts.observed + counts.assumed).toBe(all.length)
    expect(assumptionsIn(files)).toHaveLength(counts.assumed)
    process.stdout.write(`Behaviours by ground: ${JSON.stringify(counts)}\n`)
  })
})

describe('behaviours', () => {
  const about = 'How * behaves.'
  const known = { name: 'a star stands for anything', known_from: 'documented', source: 'docs' }
  const assumed = { name: 'a star stands for nothing', known_from: 'assumed', source: 'no page says' }
  const file = { path: 'test/conformance/query-wildcards.yaml', value: { about, cases: [known, assumed] } }

  it('belong to the room that their file is named after', () => {
    expect(assumptionsIn([file])).toEqual([
      { room: 'query', about, name: 'a star stands for nothing', knownFrom: 'assumed', source: 'no page says' },
    ])
  })

  it('take from their file what they do not say themselves', () => {
    const value = { about, known_from: 'observed', source: 'traffic', cases: [{ name: 'n' }, assumed] }
    expect(behavioursIn([{ path: 'override-x.yaml', value }])).toMatchObject([
      { room: 'override', knownFrom: 'observed', source: 'traffic' },
      { knownFrom: 'assumed', source: 'no page says' },
    ])
  })

  it.each([
    ['no ground', { ...known, known_from: 'guessed' }],
    ['no source', { ...known, source: '' }],
    ['no name', { ...known, name: undefined }],
  ])('with %s are none', (_, one) => {
    expect(behavioursIn([{ path: 'x.yaml', value: { cases: [one] } }])).toEqual([])
  })

  it('of a file that is no conformance data are none', () => {
    expect(behavioursIn([null, 'text', { cases: 1 }].map((value) => ({ path: 'x', value })))).toEqual([])
  })
})
