import { parseArgs } from 'node:util'
import { minimised } from './minimise'
import type { Asks, Outcome } from './reader-thread'
import type { Failure } from './reading-thread'

/** What was tried of a reader. */
interface Row {
  readonly reader: string
  inputs: number
  steepest: number
  readonly signs: Map<string, number>
}

interface Options {
  readonly seed: string
  readonly names: readonly string[]
  /** Of each reader. */
  readonly inputs: number
  readonly endMs: number
  /** The one to be read again; with a `g` before it, of those that tell how work grows. */
  readonly input: string | undefined
}

const batch = 50
/** How work grows is looked at so often, since counting takes longer than reading. */
const inputsToGrowth = 150

interface Around {
  /** The names of the readers. */
  readonly readers: readonly string[]
  readonly reading: Asks
  /** It counts work as well, which takes longer. */
  readonly counting: Asks
  readonly isStopped: () => boolean
  readonly print: (line: string) => void
}

/** `npm run fuzz`: reads mutated texts with every reader, tells what breaks a promise, and ends with a table and an exit code. */
export async function campaign(argv: readonly string[], around: Around): Promise<number> {
  const { isStopped, print } = around
  await around.reading.begin()
  await around.counting.begin()
  const options = optionsFrom(argv, around.readers)
  const width = Math.max(...around.readers.map((name) => name.length)) + 2
  const rows: Row[] = []
  print(line(width, ['reader', 'inputs', 'twice costs', 'failures']))
  for (const [index, reader] of options.names.entries()) {
    if (isStopped()) break
    const row: Row = { reader, inputs: 0, steepest: 0, signs: new Map() }
    rows.push(row)
    const left = options.names.length - index
    const untilMs = Date.now() + Math.max(0, options.endMs - Date.now()) / left
    await attack(row, options, around, () => isStopped() || (Number.isFinite(options.endMs) && Date.now() > untilMs))
    const { inputs, steepest, signs } = row
    print(line(width, [reader, inputs, steepest === 0 ? '' : steepest.toFixed(2), signs.size]))
  }
  await around.reading.end()
  await around.counting.end()
  print(sumOf(rows, options.seed))
  if (isStopped()) return 130
  return rows.some(({ signs }) => signs.size > 0) ? 1 : 0
}

function optionsFrom(argv: readonly string[], readers: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      inputs: { type: 'string' },
      only: { type: 'string' },
      input: { type: 'string' },
    },
  })
  const names = readers.filter((name) => values.only === undefined || values.only.split(',').includes(name))
  if (names.length === 0) throw new Error(`no reader is called ${values.only}; there are: ${readers.join(', ')}`)
  const endMs = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000
  const inputs = Number(values.inputs ?? (values.minutes === undefined ? 1000 : Infinity))
  return { seed: values.seed, names, inputs, endMs, input: values.input }
}

/** Batches of texts, and now and then how work grows. */
async function attack(
  row: Row,
  options: Options,
  { reading, counting, print }: Around,
  isOver: () => boolean,
): Promise<void> {
  const { inputs, input } = options
  const { reader } = row
  const seed = `${options.seed}/${reader}`
  const note = async (outcome: Outcome, mark: '' | 'g'): Promise<void> => {
    row.steepest = Math.max(row.steepest, outcome.steepest)
    for (const failure of outcome.failures) {
      const known = row.signs.get(failure.sign) ?? 0
      row.signs.set(failure.sign, known + 1)
      if (known > 0) continue
      const short = mark === 'g' ? failure.text : await minimised(reader, failure, reading)
      tellFailure(
        print,
        reader,
        failure,
        short,
        `--seed ${options.seed} --only '${reader}' --input ${mark}${failure.input}`,
      )
    }
  }
  const read = async (from: number, count: number): Promise<number> => {
    const outcome = await reading.ask({ reader, kind: 'batch', seed, from, count })
    await note(outcome, '')
    return outcome.done
  }
  const grow = async (from: number, count: number): Promise<number> => {
    const outcome = await counting.ask({ reader, kind: 'growth', seed, from, count })
    await note(outcome, 'g')
    return outcome.done
  }
  if (input !== undefined) {
    const number = Number(input.replace('g', ''))
    row.inputs += await (input.startsWith('g') ? grow(number, 1) : read(number, 1))
    return
  }
  let grown = 0
  while (row.inputs < inputs && !isOver()) {
    row.inputs += await read(row.inputs, Math.min(batch, inputs - row.inputs))
    if (!isOver() && grown * inputsToGrowth < row.inputs) grown += await grow(grown, 1)
  }
}

function tellFailure(
  print: Around['print'],
  reader: string,
  { sign, told }: Failure,
  text: string,
  again: string,
): void {
  const shown = JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const lines = told.split('\n').slice(0, 6)
  print(`\n${reader}: ${sign}\n  npm run fuzz -- ${again}`)
  print(`  ${text.length} characters: ${shown.slice(0, 1500)}`)
  for (const line of lines) print(`  ${line.trim().slice(0, 200)}`)
}

function line(width: number, cells: readonly (string | number)[]): string {
  return cells.map((cell, at) => (at === 0 ? String(cell).padEnd(width) : String(cell).padStart(12))).join('')
}

function sumOf(rows: readonly Row[], seed: string): string {
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
  return `seed ${seed}: ${sum(({ inputs }) => inputs)} inputs, ${sum(({ signs }) => signs.size)} failures`
}
