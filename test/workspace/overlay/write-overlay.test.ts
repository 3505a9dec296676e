import { watchCalls } from '../../watch-calls'

const { callsOf, forget, load } = watchCalls({ 'yaml/splice-yaml': ['parsedForEdit'] })
const { withOverlays } = load<typeof import('../../../src/workspace/overlay/write-overlay')>(
  '../src/workspace/overlay/write-overlay',
)

const before = `tenants:
  prod:
    site: datadoghq.com # the big one
    overlays:
      # asked for by the desk
      - { rules: [first], message: a }
  test: { emulator: true }
`
const overlay = (id: number, more: object = {}) => ({ rules: [`r${id}`], message: 'b', ...more })

it('many overlays come after those that are there, and all else stays as it was written', () => {
  expect(withOverlays(before, 'prod', [overlay(1), overlay(2)])).toBe(
    before.replace(
      '  test:',
      `      - rules:
          - r1
        message: b
      - rules:
          - r2
        message: b
  test:`,
    ),
  )
})

it('what is for the same thing alone is one overlay, also with the last one there is', () => {
  const text = withOverlays(before, 'prod', [
    { rules: ['first'], name: 'n' },
    overlay(1),
    overlay(1, { name: 'm' }),
    overlay(1, { notifications: ['@a'] }),
  ])
  expect(text).toContain('- {rules: [first], message: a, name: n}')
  expect(text.match(/- r1\n/g)).toHaveLength(2)
})

it('reads the file as often for four hundred as for four', () => {
  const reads = [4, 400].map((count) => {
    forget()
    withOverlays(
      before,
      'prod',
      Array.from({ length: count }, (_, id) => overlay(id)),
    )
    return callsOf('parsedForEdit').length
  })
  expect(reads[1]).toBe(reads[0])
})
