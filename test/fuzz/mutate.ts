import { type Chance, chanceOf } from '../siege/chance.cjs'
import { changedTree } from './mutate-tree'
import { numbers, pieces } from './pieces'
import type { Reader } from './reader'

/** Brackets of all kinds, which are put around a stretch many times over. */
const nests: readonly (readonly [string, string])[] = [
  ...(['()', '[]', '{}', '""', "''"] as const).map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
  ...([
    ['{"a":', '}'],
    ['[[', ']]'],
    ['NOT (', ')'],
    ['!(', ')'],
    ['{{#if @a}}', '{{/if}}'],
    ['<a>', '</a>'],
  ] as const),
  ...([
    ['- ', ''],
    ['? ', ''],
    ['-', ''],
    ['(?:', ')*'],
    ['\\"', '\\"'],
  ] as const),
]

/** No mutated text is longer, but for what a reader's own corpus is. */
const longest = 60_000

/** The text that a seed and a number decide: one of the reader's good texts, changed at a few places. */
export function mutatedText(reader: Reader, seed: string): string {
  const chance = chanceOf(seed)
  const good = chance.oneOf(reader.good)
  const tree = reader.isTree && chance.next() < 0.6 ? changedTree(good, reader.good, chance) : undefined
  if (tree !== undefined && chance.next() < 0.7) return fitting(reader, tree)
  let text = tree ?? (chance.next() < 0.05 ? soup(chance) : good)
  const changes = chance.next() < 0.5 ? 1 : chance.upTo(6)
  for (let change = 0; change < changes; change += 1) text = changed(text, reader, chance)
  return fitting(reader, text)
}

function soup(chance: Chance): string {
  return Array.from({ length: chance.upTo(25) }, () => chance.oneOf(pieces)).join('')
}

/** Bytes are told as the characters of Latin-1. */
function fitting({ isBytes }: Reader, text: string): string {
  const short = text.slice(0, longest)
  return isBytes ? short.replace(/[^\0-\xff]/g, '\xff') : short
}

function changed(text: string, reader: Reader, chance: Chance): string {
  const from = Math.floor(chance.next() * (text.length + 1))
  const to = Math.min(text.length, from + chance.upTo(chance.next() < 0.7 ? 6 : 60) - 1)
  const [before, stretch, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)]
  switch (chance.upTo(13)) {
    case 1:
      return before + after
    case 2:
      return before + chance.oneOf(pieces) + after
    case 3:
      return before + chance.oneOf(pieces) + stretch + after
    case 4:
      return flipped(text, from, chance)
    case 5: {
      const other = chance.oneOf(reader.good)
      return before + other.slice(Math.floor(chance.next() * other.length))
    }
    case 6:
      return before + stretch + stretch + after
    case 7:
      return before + (stretch || chance.oneOf(pieces)).repeat(times(chance)) + after
    case 8: {
      const [open, close] = chance.oneOf(nests)
      const deep = times(chance)
      return before + open.repeat(deep) + stretch + close.repeat(chance.next() < 0.7 ? deep : 0) + after
    }
    case 9:
      return text.replace(/-?\d[\d.]*/g, (number) => (chance.next() < 0.4 ? chance.oneOf(numbers) : number))
    case 10:
      return chance.next() < 0.5 ? before : after
    case 11: {
      const lines = text.split('\n')
      lines.splice(Math.floor(chance.next() * lines.length), chance.upTo(2) - 1, chance.oneOf(lines))
      return lines.join('\n')
    }
    case 12:
      return before + String.fromCodePoint(anyPoint(chance)) + after
    default:
      return before + chance.oneOf(reader.good) + after
  }
}

function times(chance: Chance): number {
  return chance.next() < 0.6 ? chance.upTo(8) : chance.next() < 0.8 ? chance.upTo(100) : chance.upTo(3000)
}

function anyPoint(chance: Chance): number {
  return Math.floor(chance.next() * (chance.next() < 0.5 ? 0x100 : chance.next() < 0.8 ? 0x10000 : 0x110000))
}

function flipped(text: string, at: number, chance: Chance): string {
  if (at >= text.length) return text
  const bit = 1 << (chance.upTo(chance.next() < 0.9 ? 8 : 16) - 1)
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bit) + text.slice(at + 1)
}
