import type { BlockForm } from '../hits/sorted-runs'
import { type ClosedSignal, compareSignals } from './closed-signal'
import type { SignalState } from './signal-state'

const lineFeed = 0x0a

/** Signals as blocks that runs are made of: a JSON text a line. Of their events none is held. */
export const signalBlocks: BlockForm<ClosedSignal, Uint8Array> = {
  compare: compareSignals,
  blockOf: (signals) => Buffer.from(signals.map((signal) => `${JSON.stringify(signal)}\n`).join('')),
  itemsOf,
  bytesOf: ({ length }) => length,
  pack: (block) => block,
  unpack: (bytes) => bytes,
}

function* itemsOf(block: Uint8Array): Generator<ClosedSignal> {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.length)
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(lineFeed, from)
    yield readSignal(bytes.toString('utf8', from, to))
    from = to + 1
  }
}

function readSignal(text: string): ClosedSignal {
  const signal: ClosedSignal = JSON.parse(text)
  const looks = signal.looks.map((look) => ({ ...look, state: { ...look.state, values: valuesOf(look.state) } }))
  return { ...signal, values: valuesOf(signal), looks }
}

/** JSON has no other word for a position without a value. */
function valuesOf({ values }: { readonly values: readonly (string | null | undefined)[] }): SignalState['values'] {
  return values.map((value) => value ?? undefined)
}
