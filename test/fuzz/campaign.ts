import { parseArgs } from 'node:util'
import { minimised } from './minimise'
import { type Outcome, ReaderThread } from './reader-thread'
import { readers } from './readers'
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

/** `npm run fuzz`: reads mutated texts with every reader, tells what breaks a promise, and ends with a table. */
export async function campaign(argv: readonly string[]): Promise<void> {
  const options = optionsFrom(argv)
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopped) process.exit(130)
      isStopped = true
    })
  }
  const rows: Row[] = []
  console.log(line(['reader', 'inputs', 'twice costs', 'failures']))
  const threads: Threads = { reading: new ReaderThread(false), counting: new ReaderThread(true) }
  for (const [index, reader] of options.names.entries()) {
    if (isStopped) break
    const row: Row = { reader, inputs: 0, steepest: 0, signs: new Map() }
    rows.push(row)
    const left = options.names.length - index
    const untilMs = Date.now() + Math.max(0, options.endMs - Date.now()) / left
    await attack(row, options, threads, () => isStopped || (Number.isFinite(options.endMs) && Date.now() > untilMs))
    tellRow(row)
  }
  await threads.reading.end()
  await threads.counting.end()
  tellSum(rows, options.seed)
  process.exitCode = isStopped ? 130 : rows.some(({ signs }) => signs.size > 0) ? 1 : 0
}

function optionsFrom(argv: readonly string[]): Options {
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
  const names = Object.keys(readers).filter(
    (name) => values.only === undefined || values.only.split(',').includes(name),
  )
  if (names.length === 0)
    throw new Error(`no reader is called ${values.only}; there are: ${Object.keys(readers).join(', ')}`)
  const endMs = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000
  const inputs = Number(values.inputs ?? (values.minutes === undefined ? 1000 : Infinity))
  return { seed: values.seed, names, inputs, endMs, input: values.input }
}

interface Threads {
  readonly reading: ReaderThread
  readonly counting: ReaderThread
}

/** Batches of texts, and now and then how work grows. */
async function attack(
  row: Row,
  options: Options,
  { reading, counting }: Threads,
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
      tellFailure(reader, failure, short, `--seed ${options.seed} --only '${reader}' --input ${mark}${failure.input}`)
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

function tellFailure(reader: string, { sign, told }: Failure, text: string, again: string): void {
  const shown = JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const lines = told.split('\n').slice(0, 6)
  console.log(`\n${reader}: ${sign}\n  npm run fuzz -- ${again}`)
  console.log(`  ${text.length} characters: ${shown.slice(0, 1500)}`)
  for (const line of lines) console.log(`  ${line.trim().slice(0, 200)}`)
}

const width = Math.max(...Object.keys(readers).map((name) => name.length)) + 2

function line(cells: readonly (string | number)[]): string {
  return cells.map((cell, at) => (at === 0 ? String(cell).padEnd(width) : String(cell).padStart(12))).join('')
}

function tellRow({ reader, inputs, steepest, signs }: Row): void {
  console.log(line([reader, inputs, steepest === 0 ? '' : steepest.toFixed(2), signs.size]))
}

function tellSum(rows: readonly Row[], seed: string): void {
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
  console.log(`seed ${seed}: ${sum(({ inputs }) => inputs)} inputs, ${sum(({ signs }) => signs.size)} failures`)
}
