import { namesWho } from '../../src/suppression/names-who'

it.each([
  ['@usr.id:deploy', true],
  ['@usr.email:"a@example.com" env:staging', true],
  ['@userIdentity.arn:arn\\:aws\\:sts\\:\\:111122223333\\:assumed-role/deploy/*', true],
  ['@usr.id:(a OR b)', true],
  ['@usr.id:a OR env:staging', false],
  ['-@usr.id:a', false],
  ['@usr.id:*', false],
  ['_exists_:@usr.id', false],
  ['@http.useragent:*terraform*', false],
  ['@network.client.ip:192.0.2.1', false],
  ['env:staging', false],
  ['*', false],
  ['@usr.id:(', false],
])('%s names somebody: %s', (query, expected) => {
  expect(namesWho(query)).toBe(expected)
})
