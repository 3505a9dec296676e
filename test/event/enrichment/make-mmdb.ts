import { parseCIDR } from 'ipaddr.js'

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value }

/** The bytes of a small database in MaxMind's format (its specification, version 2.0): blocks, and what it says of each. */
export function makeMmdb(blocks: Readonly<Record<string, Value>>, ipVersion: 4 | 6 = 6): Buffer {
  const nodes: [number | string | undefined, number | string | undefined][] = [[undefined, undefined]]
  for (const block of Object.keys(blocks)) {
    const [address, written] = parseCIDR(block)
    const isMapped = ipVersion === 6 && address.kind() === 'ipv4'
    const bytes = isMapped ? [...new Array<number>(12).fill(0), ...address.toByteArray()] : address.toByteArray()
    const bits = isMapped ? written + 96 : written
    let at = 0
    for (let bit = 0; bit < bits; bit += 1) {
      const side = ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1
      const node = nodes[at] ?? [undefined, undefined]
      if (bit === bits - 1) node[side] = block
      else {
        if (typeof node[side] !== 'number') node[side] = nodes.push([undefined, undefined]) - 1
        at = Number(node[side])
      }
    }
  }
  const places = new Map<string, number>()
  const data: Buffer[] = []
  for (const [block, value] of Object.entries(blocks)) {
    places.set(
      block,
      data.reduce((sum, { length }) => sum + length, 0),
    )
    data.push(encoded(value))
  }
  const pointer = (to: number | string | undefined): number =>
    to === undefined ? nodes.length : typeof to === 'number' ? to : nodes.length + 16 + (places.get(to) ?? 0)
  const tree = Buffer.alloc(nodes.length * 8)
  for (const [index, [left, right]] of nodes.entries()) {
    tree.writeUInt32BE(pointer(left), index * 8)
    tree.writeUInt32BE(pointer(right), index * 8 + 4)
  }
  const metadata = {
    node_count: nodes.length,
    record_size: 32,
    ip_version: ipVersion,
    database_type: 'Test-City',
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    languages: ['en'],
    description: { en: 'made for a test' },
  }
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    encoded(metadata),
  ])
}

function encoded(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)])
  if (typeof value === 'boolean') return head(14, value ? 1 : 0)
  if (typeof value === 'number') return numberOf(value)
  if (Array.isArray(value)) return Buffer.concat([head(11, value.length), ...value.map(encoded)])
  const entries = Object.entries(value)
  return Buffer.concat([head(7, entries.length), ...entries.flatMap(([key, each]) => [encoded(key), encoded(each)])])
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(Number.isInteger(value) ? 4 : 8)
  if (Number.isInteger(value)) bytes.writeUInt32BE(value)
  else bytes.writeDoubleBE(value)
  return Buffer.concat([head(Number.isInteger(value) ? 6 : 3, bytes.length), bytes])
}

/** The type and the size of what follows; sizes here are small. */
function head(type: number, size: number): Buffer {
  const [first, ...rest] = size < 29 ? [size] : [29, size - 29]
  const byte = (first ?? 0) | (type < 8 ? type << 5 : 0)
  return Buffer.from([byte, ...(type < 8 ? [] : [type - 7]), ...rest])
}
