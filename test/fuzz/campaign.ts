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

const batch = 100
const growing = 8

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
  for (const [index, reader] of options.names.entries()) {
    if (isStopped) break
    const row: Row = { reader, inputs: 0, steepest: 0, signs: new Map() }
    rows.push(row)
    const left = options.names.length - index
    const untilMs = Date.now() + Math.max(0, options.endMs - Date.now()) / left
    await attack(row, options, () => isStopped || (Number.isFinite(options.endMs) && Date.now() > untilMs))
  }
  tell(rows, options.seed)
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

/** Batches of texts, and now and then how work grows; each in a thread, which is ended where it hangs. */
async function attack(row: Row, { seed, inputs, input, endMs }: Options, isOver: () => boolean): Promise<void> {
  const reading = new ReaderThread(row.reader, false)
  const counting = new ReaderThread(row.reader, true)
  const note = async (outcome: Outcome, mode: 'input' | 'growth'): Promise<void> => {
    row.steepest = Math.max(row.steepest, outcome.steepest)
    for (const failure of outcome.failures) {
      const known = row.signs.get(failure.sign) ?? 0
      row.signs.set(failure.sign, known + 1)
      if (known > 0) continue
      const short = mode === 'growth' ? failure.text : await minimised(failure, reading)
      tellFailure(
        row.reader,
        failure,
        short,
        `--seed ${seed} --only '${row.reader}' --input ${mode === 'growth' ? 'g' : ''}${failure.input}`,
      )
    }
  }
  try {
    if (input !== undefined) {
      row.inputs = 1
      const one = { seed: `${seed}/${row.reader}`, from: Number(input.replace('g', '')), count: 1 }
      if (input.startsWith('g')) await note(await counting.ask({ kind: 'growth', ...one }), 'growth')
      else await note(await reading.ask({ kind: 'batch', ...one }), 'input')
      return
    }
    let grown = 0
    while (row.inputs < inputs && !isOver()) {
      const count = Math.min(batch, inputs - row.inputs)
      const outcome = await reading.ask({ kind: 'batch', seed: `${seed}/${row.reader}`, from: row.inputs, count })
      row.inputs += outcome.done
      await note(outcome, 'input')
      if (isOver() || (Number.isFinite(endMs) && grown * 60 > row.inputs)) continue
      const growth = await counting.ask({ kind: 'growth', seed: `${seed}/${row.reader}`, from: grown, count: growing })
      grown += growth.done
      await note(growth, 'growth')
    }
  } finally {
    await reading.end()
    await counting.end()
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

function tell(rows: readonly Row[], seed: string): void {
  const width = Math.max(...rows.map(({ reader }) => reader.length), 6) + 2
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(width) : String(cell).padStart(12))).join('')
  console.log(`\n${line(['reader', 'inputs', 'twice costs', 'failures'])}`)
  for (const { reader, inputs, steepest, signs } of rows) {
    console.log(line([reader, inputs, steepest === 0 ? '' : steepest.toFixed(2), signs.size]))
  }
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
  console.log(`seed ${seed}: ${sum(({ inputs }) => inputs)} inputs, ${sum(({ signs }) => signs.size)} failures`)
}
