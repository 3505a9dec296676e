import { persistently } from '../../../src/workspace/writing/persistently'

/** Refuses so often with a code, then works; how often it was asked and waited for. */
function tried(refusals: number, code: string, platform: string): readonly [string, number, number] {
  let [asked, waited] = [0, 0]
  const work = (): string => {
    asked += 1
    if (asked <= refusals) throw Object.assign(new Error(code), { code })
    return 'done'
  }
  try {
    return [persistently(work, platform, () => (waited += 1)), asked, waited]
  } catch (error) {
    return [String((error as Error).message), asked, waited]
  }
}

test.each<[string, number, string, string, readonly [string, number, number]]>([
  ['what works is done once', 0, 'EPERM', 'win32', ['done', 1, 0]],
  ['a file that is open for a moment is waited for', 9, 'EPERM', 'win32', ['done', 10, 9]],
  ['one that stays open is told', 10, 'EBUSY', 'win32', ['EBUSY', 10, 9]],
  ['another refusal is told at once', 1, 'ENOSPC', 'win32', ['ENOSPC', 1, 0]],
  ['elsewhere a refusal is one', 1, 'EPERM', 'linux', ['EPERM', 1, 0]],
])('%s', (_, refusals, code, platform, expected) => {
  expect(tried(refusals, code, platform)).toEqual(expected)
})
