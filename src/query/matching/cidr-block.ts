import { type IPv4, type IPv6, parse, parseCIDR } from 'ipaddr.js'
import { type Address, longestAddress, readAddress, withoutMapping } from '../../event/ip-address'

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

/** Whether each address of one block lies in another. */
export function blockInside(inner: string, outer: string): boolean {
  const [narrow, wide] = [readBlock(inner), readBlock(outer)]
  if (narrow === undefined || wide === undefined) return false
  return narrow[1] >= wide[1] && blockContains(outer)(narrow[0])
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
