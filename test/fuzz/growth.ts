import { type Chance, chanceOf } from '../siege/chance.cjs'
import type { Work, WorkCounter } from './count-work'
import { mutatedText } from './mutate'
import { pieces } from './pieces'
import type { Reader } from './reader'

/** Twice a text may take twice the work and some; four times of it is quadratic. */
export const steadyGrowth = 3

/** What compares each with each up to a limit of its own takes no more steps than this; it may be steep until then. */
export const mostSteps = 150_000

interface Growth {
  readonly ratio: number
  /** The block of code that ran so much more often. */
  readonly place: string
  /** The longest of the texts. */
  readonly text: string
}

/** How much more work twice, and again twice, as long a text takes where it grows most: a piece over and over in a good text. */
export async function growthOf(reader: Reader, seed: string, counter: WorkCounter): Promise<Growth> {
  const make = growingText(reader, seed)
  const works: Work[] = []
  for (const length of [2500, 5000, 10_000]) works.push(await counter.meanwhile(() => quietly(reader, make(length))))
  const [some = none, twice = none, fourTimes = none] = works
  let [ratio, place] = [0, '']
  for (const [at, count] of fourTimes) {
    const [one, two] = [some.get(at) ?? 0, twice.get(at) ?? 0]
    if (count < 8000 || one === 0) continue
    const least = Math.min(two / one, count / two)
    const isSmall = least > steadyGrowth && count < mostSteps
    if (least > ratio && !isSmall) [ratio, place] = [least, at.replace(/^.*\/(?=src\/|node_modules\/)/, '')]
  }
  return { ratio, place, text: make(10_000) }
}

/** What is thrown is told of the texts that are read for it. */
async function quietly(reader: Reader, text: string): Promise<void> {
  try {
    await reader.read(text)
  } catch {}
}

const none: Work = new Map()

/** A text that grows with its length in one place; the same for one seed. */
export function growingText(reader: Reader, seed: string): (length: number) => string {
  const chance = chanceOf(seed)
  const good = chance.oneOf(reader.good)
  const at = Math.floor(chance.next() * (good.length + 1))
  const piece = pieceOf(reader, good, at, chance, seed)
  const isNumbered = chance.next() < 0.3
  const [before, after] = chance.next() < 0.2 ? ['', ''] : [good.slice(0, at), good.slice(at)]
  const inBytes = (text: string): string => (reader.isBytes ? text.replace(/[^\0-\xff]/g, '\xff') : text)
  return (length) => {
    const often = Math.ceil(length / (piece.length + (isNumbered ? 4 : 0)))
    const middle = isNumbered
      ? Array.from({ length: often }, (_, index) => piece + (1000 + index)).join('')
      : piece.repeat(often)
    return inBytes(before + middle + after)
  }
}

function pieceOf(reader: Reader, good: string, at: number, chance: Chance, seed: string): string {
  const stretch = (text: string): string => text.slice(at, at + chance.upTo(40)) || 'a'
  switch (chance.upTo(4)) {
    case 1:
      return chance.oneOf(pieces.filter(({ length }) => length < 100))
    case 2:
      return stretch(good)
    case 3:
      return (
        chance.oneOf(pieces.filter(({ length }) => length < 100)) +
        chance.oneOf(pieces.filter(({ length }) => length < 100))
      )
    default:
      return stretch(mutatedText(reader, `${seed}/piece`).slice(0, 2000))
  }
}
