import { identityTags } from '../../../src/rule/tenant/identity-tags'
import { nameImports } from '../../../src/sync/import/import-names'
import { looksDuring } from '../../counted-looks'

test('hundreds of namesakes are named one after the other, each with as much work as the first', () => {
  const looksFor = (count: number): number => {
    const things = Array.from({ length: count }, (_, at) => ({
      remoteId: `r${at}`,
      version: 1,
      body: {},
      standing: 'unowned' as const,
      name: 'Same',
      tags: identityTags([]),
    }))
    let ids: readonly string[] = []
    const looks = looksDuring(() => {
      ids = [...nameImports('rule', things, things, []).values()].map((naming) => ('id' in naming ? naming.id : ''))
    })
    expect(ids).toEqual(things.map((_, at) => (at === 0 ? 'same' : `same-${at + 1}`)))
    return looks
  }
  expect(looksFor(400)).toBeLessThan(2.3 * looksFor(200))
})
