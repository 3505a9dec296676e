import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { parseUserAgent } from '../../../src/archive/parse-user-agent'
import { entriesIn } from '../../../src/pipeline/user-agents/user-agent-expressions'
import { userAgentParserOf } from '../../../src/pipeline/user-agents/user-agents'

const expressions = readFileSync(require.resolve('uap-core/regexes.yaml'), 'utf8')

it('the expressions are read as a YAML parser reads them', () => {
  const lists: Readonly<Record<string, readonly object[]>> = parse(expressions)
  const whole = Object.entries(lists).flatMap(([list, entries]) => entries.map((entry) => [list, entry]))
  expect(entriesIn(expressions).map(([list, entry]) => [list, Object.fromEntries(entry)])).toEqual(whole)
})

const chromeOn = (system: string, mobile = '') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.5993.90 ${mobile}Safari/537.36`

it('system, browser and device of a user agent are told, as the docs show', () => {
  expect(parseUserAgent(chromeOn('Macintosh; Intel Mac OS X 10_15_7'))).toEqual({
    os: { family: 'Mac OS X', major: '10', minor: '15', patch: '7' },
    browser: { family: 'Chrome', major: '118', minor: '0', patch: '5993', patch_minor: '90' },
    device: { family: 'Mac', brand: 'Apple', model: 'Mac', category: 'Desktop' },
  })
})

it.each([
  ['Windows', chromeOn('Windows NT 10.0; Win64; x64'), 'Desktop'],
  [
    'an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1',
    'Mobile',
  ],
  [
    'an iPad',
    'Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1',
    'Tablet',
  ],
  ['a phone with Android', chromeOn('Linux; Android 13; Pixel 7', 'Mobile '), 'Mobile'],
  ['a tablet with Android', chromeOn('Linux; Android 13; SM-X906C'), 'Tablet'],
  ['a bot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Bot'],
  ['a program', 'example-client/1.2', 'Other'],
  ['nothing', '', 'Other'],
])('%s is told by its category', (_, text, category) => {
  expect(parseUserAgent(text)).toMatchObject({ device: { category } })
})

it('what nobody knows is Other', () => {
  expect(parseUserAgent('example-client')).toEqual({
    os: { family: 'Other' },
    browser: { family: 'Other' },
    device: { family: 'Other', category: 'Other' },
  })
})

it('the expressions are read when the first user agent is met, and once', () => {
  let reads = 0
  const parser = userAgentParserOf(() => {
    reads += 1
    return expressions
  })
  expect(reads).toBe(0)
  expect(parser('curl/8.4.0')).toBe(parser('curl/8.4.0'))
  parser('wget/1.0')
  expect(reads).toBe(1)
})
