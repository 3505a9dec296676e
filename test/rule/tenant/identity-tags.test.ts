import {
  identityTags,
  idTag,
  isIdentityTag,
  ownerTag,
  type Revision,
  replacedTag,
  revisionTag,
} from '../../../src/rule/tenant/identity-tags'

test('our tags are parted from all others, which keep their order', () => {
  expect(
    identityTags(['b', 'ddac:logins', 'a', 'ddac_workspace:soc', 'ddac_rev:123', 'ddac_replaced:old', 'c:ddac:x']),
  ).toEqual({
    ids: ['logins'],
    owners: ['soc'],
    revision: { wanted: '123' },
    replaced: 'old',
    rest: ['b', 'a', 'c:ddac:x'],
  })
})

test('several ids are told, one that stands twice once', () => {
  expect(identityTags(['ddac:a', 'ddac:b', 'ddac:a']).ids).toEqual(['a', 'b'])
})

test.each<[Revision]>([[{ wanted: 'abc' }], [{ wanted: 'abc', stored: 'def' }]])(
  '%j is read from its tag',
  (revision) => {
    expect(identityTags([revisionTag(revision)]).revision).toEqual(revision)
  },
)

test('each of our tags is no content; tags that only begin alike are', () => {
  const ours = [idTag('a'), ownerTag('w'), revisionTag({ wanted: 'b' }), replacedTag('c')]
  expect(ours.every(isIdentityTag)).toBe(true)
  expect(identityTags(ours).rest).toEqual([])
  expect(['ddac', 'ddacx:a', 'DDAC:a', 'x:ddac:a', ''].some(isIdentityTag)).toBe(false)
})

test.each([undefined, null, 'ddac:a', { 0: 'ddac:a' }, [1, null, ['ddac:a'], {}]])('%j holds no tags', (tags) => {
  expect(identityTags(tags)).toEqual({ ids: [], owners: [], rest: [] })
})
