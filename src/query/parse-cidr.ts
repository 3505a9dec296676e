import { quoted } from '../diagnostic/shown'
import { isCidrBlock } from './matching/cidr-block'
import type { CidrBlock, Query } from './query'
import type { QueryReader } from './query-reader'
import { plainText, type Word } from './scan-query'
import { fieldTraps } from './traps'

/** `CIDR(@field, block, …)`: the cursor stands on the opening bracket, `start` is where the word CIDR begins. */
export function parseCidr(reader: QueryReader, start: number): Query | 'broken' {
  const { scanner } = reader
  const open = scanner.at++
  const args: Word[] = []
  for (;;) {
    reader.skipBlanks()
    const arg = scanner.next === '"' ? scanner.scanPhrase() : scanner.scanRun(',()"')
    reader.checkWord(arg)
    args.push(arg)
    reader.skipBlanks()
    if (scanner.next !== ',') break
    scanner.at++
  }
  const help = 'it reads CIDR(@network.client.ip, 10.0.0.0/8, 2001:db8::/32)'
  if (scanner.next !== ')') {
    reader.error('Q012', { start, end: open + 1 }, 'this CIDR( is not closed', help)
    scanner.skipBroken()
    return 'broken'
  }
  const end = ++scanner.at
  const [name, ...blocks] = args
  if (name === undefined || name.start === name.end || blocks.length === 0) {
    reader.error('Q012', { start, end }, 'CIDR needs a field and at least one block', help)
    return 'broken'
  }
  const field = reader.checkedField(plainText(name) ?? '', { start: name.start, end: name.end })
  const checked = blocks.map((block) => cidrBlock(reader, block))
  if (field === undefined || !checked.every((block) => block !== undefined)) return 'broken'
  for (const trap of fieldTraps(field)) reader.problems.tell(trap)
  return { kind: 'cidr', field, blocks: checked, start, end }
}

function cidrBlock(reader: QueryReader, word: Word): CidrBlock | undefined {
  const text = plainText(word) ?? ''
  const range = { start: word.start, end: Math.max(word.end, word.start + 1) }
  const answer = isCidrBlock(text)
  if (answer === 'no') {
    const help = 'write the first address and the number of fixed bits: 10.0.0.0/8 or 2001:db8::/32'
    reader.error('Q012', range, `${quoted(text)} is not an address block`, help)
    return undefined
  }
  if (answer === 'address') {
    const help = `write ${text}/${text.includes(':') ? 128 : 32} for this one address`
    reader.warn('Q111', range, 'Datadog documents blocks here, not single addresses', help)
  }
  return { text, start: word.start, end: word.end }
}
