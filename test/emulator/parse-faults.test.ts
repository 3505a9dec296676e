import { faultsAt, parseFaults } from '../../src/emulator/parse-faults'

describe('faults on demand', () => {
  it('reads one request, a range, a repetition and a delay', () => {
    expect(parseFaults('429@3, 500@5-8,drop@7+10,cut@2,slow=200ms,slow=2s')).toEqual([
      { kind: 'status', status: 429, first: 3, last: 3, every: 1 },
      { kind: 'status', status: 500, first: 5, last: 8, every: 1 },
      { kind: 'drop', first: 7, last: Number.POSITIVE_INFINITY, every: 10 },
      { kind: 'cut', first: 2, last: 2, every: 1 },
      { kind: 'slow', delayMs: 200 },
      { kind: 'slow', delayMs: 2000 },
    ])
    expect(parseFaults('')).toEqual([])
  })

  it.each([
    ['500@5-8', [5, 6, 7, 8]],
    ['drop@7+10', [7, 17, 27]],
    ['429@3', [3]],
  ])('%s strikes requests %j and no other of the first thirty', (text, struck) => {
    const faults = parseFaults(text)
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1)
    expect(numbers.filter((number) => faultsAt(faults, number).length > 0)).toEqual(struck)
  })

  it.each(['429', '200@1', '600@1', 'drop@0', '500@5-4', 'drop@1+0', 'slow=fast', 'boom@1', '@', '429@3@4'])(
    'refuses %s and says how faults are written',
    (text) => {
      expect(() => parseFaults(text)).toThrow(
        expect.objectContaining({ code: 'usage', help: expect.stringContaining('@') }),
      )
    },
  )
})
