import type { Json } from '../../json/json'
import { pathOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { source, target } from '../shape-parts'

/** Writes what a base64 or base16 text holds (docs, Processors > Decoder processor). What cannot be decoded changes nothing. */
export const decoderProcessor: ProcessorKind = {
  type: 'decoder-processor',
  fields: {
    source,
    target,
    binary_to_text_encoding: {
      shape: { kind: 'choice', of: ['base64', 'base16'], mayGrow: true },
      required: true,
      about: 'How the text is encoded.',
    },
    input_representation: {
      shape: { kind: 'choice', of: ['utf_8', 'integer'], mayGrow: true },
      required: true,
      about: 'What is in it; integers are read of base16 alone.',
    },
  },
  compile: (definition, { passOver, touches }) => {
    const from = pathOf(definition, 'source')
    const to = pathOf(definition, 'target')
    touches([from], [to])
    const decode = decoders[textOf(definition, 'binary_to_text_encoding')]
    const kind = textOf(definition, 'input_representation')
    const isInteger = kind === 'integer'
    if (decode === undefined || !(isInteger || kind === 'utf_8')) return passOver()
    return (log) => {
      const value = log.at.read(from)
      if (typeof value !== 'string') return
      const bytes = decode(value.trim())
      const decoded = bytes && (isInteger ? integerOf(bytes) : textOfBytes(bytes))
      if (decoded !== undefined) log.at.write(to, decoded)
    }
  },
}

/** Both alphabets; what a cut-off text lacks is passed over (docs: trimming or padding as needed). */
function fromBase64(text: string): Buffer | undefined {
  const padded = text.replace(/\s+/g, '')
  const padding = padded.indexOf('=')
  const plain = padding === -1 ? padded : padded.slice(0, padding)
  const rest = padding === -1 ? '' : padded.slice(padding)
  if (plain === '' || !/^[A-Za-z0-9+/_-]+$/.test(plain) || !/^=+$|^$/.test(rest)) return undefined
  return Buffer.from(plain.length % 4 === 1 ? plain.slice(0, -1) : plain, 'base64')
}

function fromBase16(text: string): Buffer | undefined {
  const digits = text.replace(/^0x/i, '').replace(/\s+/g, '')
  if (digits === '' || !/^[0-9A-Fa-f]+$/.test(digits)) return undefined
  return Buffer.from(digits.length % 2 === 1 ? `0${digits}` : digits, 'hex')
}

/** A number beyond what one holds exactly is written as its digits. */
function integerOf(bytes: Buffer): Json {
  const value = BigInt(`0x${bytes.toString('hex') || '0'}`)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString()
}

/** Bytes that are no UTF-8 cannot be decoded; a character that was cut off at the end is passed over. */
function textOfBytes(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8').replace(/\uFFFD$/, '')
  return text.includes('\uFFFD') ? undefined : text
}

const decoders: { readonly [encoding: string]: ((text: string) => Buffer | undefined) | undefined } = {
  base64: fromBase64,
  base16: fromBase16,
}
