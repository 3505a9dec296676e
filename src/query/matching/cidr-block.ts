import { type IPv4, type IPv6, parse, parseCIDR } from 'ipaddr.js'

type Address = IPv4 | IPv6

/** Longer texts are no addresses; the library need not look at them. */
const longestAddress = 64

/** Whether a text is a block (`10.0.0.0/8`), a single address, or neither. */
export function isCidrBlock(text: string): 'block' | 'address' | 'no' {
  if (readBlock(text) === undefined) return 'no'
  return text.includes('/') ? 'block' : 'address'
}

/** A test for addresses inside a block; an IPv6 form of an IPv4 address counts as the latter on both sides. */
export function blockContains(block: string): (address: Address) => boolean {
  const range = readBlock(block)
  if (range === undefined) return () => false
  const [base, bits] = range
  return (address) => address.kind() === base.kind() && address.match(base as IPv4 & IPv6, bits)
}

/** An address as text, or undefined. Only the full notations count, not the octal or shortened ones of C libraries. */
export function readAddress(text: string): Address | undefined {
  if (text.length > longestAddress || !/^[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?$/.test(text)) return undefined
  if (!text.includes(':') && !isFourPartDecimal(text)) return undefined
  try {
    return withoutMapping(parse(text), 128)[0]
  } catch {
    return undefined
  }
}

function readBlock(text: string): readonly [Address, number] | undefined {
  if (text.length > longestAddress) return undefined
  const slash = text.indexOf('/')
  const base = slash === -1 ? text : text.slice(0, slash)
  if (readAddress(base) === undefined) return undefined
  if (slash === -1) {
    const address = parse(base)
    return withoutMapping(address, address.kind() === 'ipv4' ? 32 : 128)
  }
  try {
    const [address, bits] = parseCIDR(text)
    return withoutMapping(address, bits)
  } catch {
    return undefined
  }
}

function withoutMapping(address: Address, bits: number): readonly [Address, number] {
  const isMapped = address.kind() === 'ipv6' && (address as IPv6).isIPv4MappedAddress() && bits >= 96
  return isMapped ? [(address as IPv6).toIPv4Address(), bits - 96] : [address, bits]
}

function isFourPartDecimal(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part))
}
