import { KeptSignatures, keptBytesFor } from '../../../src/archive/glance/kept-signatures'
import { hashKeyBytes } from '../../../src/archive/glance/programs/program-memory'
import { mostProbes } from '../../../src/archive/glance/programs/signature-program'
import { RecordScan } from '../../../src/archive/glance/record-scan'

/** How many places of the table each record takes to be found in it, once all that fit are kept. */
function probesOf(names: readonly string[], hashKeys?: Uint8Array): readonly number[] {
  const scan = new RecordScan([['eventName']], { refused: [], unlisted: [] }, keptBytesFor(1), hashKeys)
  const kept = new KeptSignatures<string>(scan.memory, names.length)
  const node = kept.addNode({ slots: [scan.slotOf(['eventName'])], beside: [] })
  const find = (eventName: string): number => {
    const bytes = Buffer.from(JSON.stringify({ eventName }))
    expect(scan.walk(bytes, 0, bytes.length)).toBe(bytes.length)
    return scan.find(node)
  }
  for (const name of names) if (find(name) === 0) kept.add(node, 0, name)
  return names.map((name) => {
    const entry = find(name)
    expect(entry === -1 || kept.decisionAt(entry) === name).toBe(true)
    return scan.probes
  })
}

test('signatures written to fall together under other keys are found as fast as any', () => {
  const names = Array.from({ length: 2000 }, (_, index) => `Name${1000 + index}`)
  const known = probesOf(names, Buffer.alloc(hashKeyBytes))
  expect(Math.max(...known)).toBe(mostProbes)
  const secret = probesOf(names)
  const inAll = (probes: readonly number[]): number => probes.reduce((sum, each) => sum + each, 0)
  expect(Math.max(...secret)).toBeLessThan(32)
  expect(inAll(secret)).toBeLessThan(2 * names.length)
  expect(inAll(known)).toBeLessThanOrEqual(mostProbes * names.length)
})
