import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Suppression } from '../../../src/suppression/suppression'
import { wideningsBetween } from '../../../src/wire/wider/widenings'

type Written = Partial<Suppression> & { readonly start?: string; readonly expires?: string }

interface Case {
  readonly name: string
  readonly before: Written
  readonly after: Written
  readonly renamed?: Readonly<Record<string, string>>
  readonly by: readonly string[]
}

const { cases }: { readonly cases: readonly Case[] } = parse(
  readFileSync(join(__dirname, '../../conformance/suppression-wider.yaml'), 'utf8'),
)

const suppression = ({ start, expires, ...some }: Written): Suppression => ({
  id: 's',
  name: 's',
  enabled: true,
  rules: ['one'],
  tags: [],
  ...some,
  ...(start !== undefined && { startMs: Date.parse(start) }),
  ...(expires !== undefined && { expiresMs: Date.parse(expires) }),
})

it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { before, after, renamed = {}, by }) => {
  const ways = wideningsBetween(suppression(before), suppression(after), {
    nowMs: Date.UTC(2026, 3, 1),
    renamed: new Map(Object.entries(renamed)),
  })
  expect(ways.map(({ key, isShown }) => `${key}${isShown ? '' : '?'}`)).toEqual(by)
})
