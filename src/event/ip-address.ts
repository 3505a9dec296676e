import { type IPv4, type IPv6, parse } from 'ipaddr.js'

export type Address = IPv4 | IPv6

/** Longer texts are no addresses; the library need not look at them. */
export const longestAddress = 64

/** Whether a text is an address as `readAddress` reads it; the many of the fourth version are told at once. */
export function isAddress(text: string): boolean {
  return fourBytes.test(text) || (text.includes(':') && readAddress(text) !== undefined)
}

const fourBytes = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

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

/** An address with the bits of its block; the IPv6 form of an IPv4 address is the latter. */
export function withoutMapping(address: Address, bits: number): readonly [Address, number] {
  const isMapped = address.kind() === 'ipv6' && (address as IPv6).isIPv4MappedAddress() && bits >= 96
  return isMapped ? [(address as IPv6).toIPv4Address(), bits - 96] : [address, bits]
}

function isFourPartDecimal(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part))
}
