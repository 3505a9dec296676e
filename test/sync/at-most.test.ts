import { answersOf, atMost } from '../../src/sync/at-most'

test('works begin in the order they come, no more than the count at a time, also after one that fails', async () => {
  const inTurn = atMost(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  let busy = 0
  let most = 0
  const works = [0, 1, 2, 3, 4].map((number) =>
    inTurn(async () => {
      begun.push(number)
      most = Math.max(most, ++busy)
      await new Promise<void>((resolve) => ends.push(resolve))
      busy -= 1
      if (number === 1) throw new Error('lost')
      return number
    }),
  )
  const settled = Promise.allSettled(works)
  for (let ended = 0; ended < works.length; ended += 1) {
    while (ends.length <= ended) await Promise.resolve()
    ends[ended]?.()
  }
  expect((await settled).map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual([
    0,
    'failed',
    2,
    3,
    4,
  ])
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
})

test('a count below one still lets one through', async () => {
  expect(await atMost(0)(async () => 'done')).toBe('done')
})

describe('answers of many questions', () => {
  it('come in their order, the first asked alone and no more than the count at a time', async () => {
    const begun: number[] = []
    const ends: (() => void)[] = []
    const questions = [0, 1, 2, 3].map((number) => async () => {
      begun.push(number)
      await new Promise<void>((resolve) => ends.push(resolve))
      return number
    })
    const answers = answersOf(questions, 2)
    await Promise.resolve()
    expect(begun).toEqual([0])
    ends[0]?.()
    while (ends.length < 3) await Promise.resolve()
    expect(begun).toEqual([0, 1, 2])
    ends[2]?.()
    while (ends.length < 4) await Promise.resolve()
    ends[1]?.()
    ends[3]?.()
    expect(await answers).toEqual([0, 1, 2, 3])
  })

  it('are not sought on where the first is refused', async () => {
    const begun: number[] = []
    const refused = [0, 1, 2].map((number) => async () => {
      begun.push(number)
      throw new Error('refused')
    })
    await expect(answersOf(refused)).rejects.toThrow('refused')
    expect(begun).toEqual([0])
    expect(await answersOf([])).toEqual([])
  })
})
