import { compareFields, kindOfField, principalFields } from '../../src/suppression/field-kind'

it('the fields that name who did it are of these kinds, and addresses come last', () => {
  const kinds = principalFields.map(kindOfField)
  expect(new Set(kinds)).toEqual(new Set(['principal', 'address']))
  expect(kinds.indexOf('address')).toBeGreaterThan(kinds.lastIndexOf('principal'))
})

it('orders fields by what they exclude', () => {
  const fields = [
    '@http.useragent',
    '@network.client.ip',
    '@usr.name',
    '@usr.id',
    '@userIdentity.accountId',
    '@net',
    'env',
  ]
  expect([...fields].sort(compareFields)).toEqual([
    '@usr.id',
    '@usr.name',
    '@userIdentity.accountId',
    'env',
    '@net',
    '@network.client.ip',
    '@http.useragent',
  ])
})
