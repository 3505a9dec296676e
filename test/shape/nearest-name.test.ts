import fc from 'fast-check'
import { nearestName } from '../../src/shape/nearest-name'

const names = ['name', 'query', 'queries', 'groupByFields', 'metric', 'metrics', 'id']

test.each([
  ['groupByField', 'groupByFields'],
  ['groupbyfields', 'groupByFields'],
  ['qurey', 'query'],
  ['nmae', 'name'],
  ['querys', 'query'],
  ['metricss', 'metrics'],
])('%s is taken for %s', (written, meant) => {
  expect(nearestName(written, names)).toBe(meant)
})

test.each(['', 'banana', 'severity', 'x'.repeat(10_000)])('%s is near to none', (written) => {
  expect(nearestName(written, names)).toBeUndefined()
})

test('a name is nearest to itself, and a swap of neighbours does not hide it', () => {
  fc.assert(
    fc.property(fc.constantFrom('groupByFields', 'evaluationWindow', 'notifications'), fc.nat(11), (name, at) => {
      const swapped = name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2)
      expect(nearestName(name, [name, 'keepAlive'])).toBe(name)
      expect(nearestName(swapped, [name, 'keepAlive'])).toBe(name)
    }),
  )
})
