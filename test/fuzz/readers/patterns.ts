import { parseUserAgent } from '../../../src/archive/parse-user-agent'
import { compileGrok } from '../../../src/pipeline/grok/compile-grok'
import { compileDateFormat } from '../../../src/pipeline/grok/date/compile-date-format'
import { readXml } from '../../../src/pipeline/grok/filters/read-xml'
import { conformance } from '../conformance'
import { noMistakes, type Reader } from '../reader'

const texts = [
  'john connected on 11/08/2017 from 192.0.2.1:80 "GET /a?b=c HTTP/1.1" 200 1.5',
  'key=value k2="v 2"',
  '{"a":[1,{"b":null}]}',
  '',
  'a,b\n"c",d',
]

/** What a text is asked by each filter that parses one. */
const filters = [
  'json',
  'keyvalue',
  'keyvalue(": ", "/", "<>")',
  'xml',
  'csv("a,b,c")',
  'csv("a,b","tab")',
  'rubyhash',
  'querystring',
  'url',
  'useragent',
  'array("[]", ",")',
  'array',
  'decodeuricomponent',
  'number',
  'scale(10)',
  'boolean',
  'date("yyyy-MM-dd HH:mm:ss,SSS Z")',
  'date("EEE MMM d yyyy h:mm:ss a z")',
  'nullIf("x")',
  'uppercase',
]

/** Grok and what it is made of. */
export const patterns: Readonly<Record<string, Reader>> = {
  'grok rules': {
    good: [
      'r %{word:user} connected on %{date("MM/dd/yyyy"):date} from %{ip:net.ip}:%{port:net.port}.*',
      'a %{notSpace:x} (?<y>[a-z&&[^b]]+|\\d{1,3}?)%{regex("[^\\"]*"):z:nullIf("-")}\nb %{data::keyvalue("=", "/", "\\"")}',
      'log %{_date} %{_level}\n_level %{word:level:lowercase}\n_date %{date("yyyy-MM-dd\'T\'HH:mm:ss.SSSZ", "Europe/Paris"):date}',
      'r %{doubleQuotedString:q} %{integerExt:i:scale(1000)} %{data:d:array("[]", ",", number)}%{greedyData:g:json}',
    ],
    more: conformance('grok-', 'rules'),
    read: (text) => {
      const grok = compileGrok({ matchRules: text, supportRules: text.length < 2000 ? text : '' })
      for (const sample of texts) grok.parse(sample, { nowMs: 0 })
      return grok.troubles.map(({ start, end, message }) => ({ start, end, message }))
    },
  },
  'text of a grok filter': {
    good: [
      ...texts,
      '<a b="c">d<e/>&amp;<![CDATA[x]]></a>',
      '{:a=>1, "b"=>[nil, "x"], c: {d: true}}',
      'https://user@example.com:8080/a/b?c=d&e#f',
      '2026-11-26 10:00:00,123 +0100',
      'Thu Nov 26 2026 3:04:05 PM CET',
      '[1,2,"a b"]',
      'a=b&c=%20d&e',
    ],
    more: conformance('grok-', 'text', 'misses'),
    read: (text) => {
      for (const grok of filterGroks()) grok.parse(text, { nowMs: 0 })
      readXml(text)
      return noMistakes
    },
  },
  'matched text': {
    good: texts,
    more: conformance('grok-', 'text'),
    read: (text) => {
      for (const grok of matcherGroks()) grok.parse(text, { nowMs: 0 })
      return noMistakes
    },
  },
  'Java date format': {
    good: ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", 'EEE MMM d yyyy h:mm:ss a z', "dd/MMM/yy''HH:mm:ss XXX", 'D w e k K VV O'],
    read: (text) => {
      for (const [zone, locale] of [
        ['UTC', 'en-US'],
        ['Europe/Paris', 'fr'],
        [text, 'en'],
        ['UTC', text],
      ] as const) {
        const format = compileDateFormat(text, zone, locale)
        if ('parse' in format) for (const each of ['2026-01-01T00:00:00.123+0100', text, '']) format.parse(each, 0)
      }
      return noMistakes
    },
  },
  'user agent': {
    good: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36',
      'aws-cli/2.0 Python/3.7 Linux/4.14 botocore/2.0',
    ],
    read: (text) => {
      parseUserAgent(text)
      return noMistakes
    },
  },
}

let made:
  | { filters: readonly ReturnType<typeof compileGrok>[]; matchers: readonly ReturnType<typeof compileGrok>[] }
  | undefined

function groks(): NonNullable<typeof made> {
  const rules = [
    '%{word:a}%{notSpace:b}',
    '%{data:a} %{data:b} %{data:c}x',
    '%{ip:a}',
    '%{ipv6:a}',
    '%{hostname:a}:%{port:p}',
    '%{number:a} %{numberExt:b}',
    '%{doubleQuotedString:a}.*',
    '%{quotedString:a}%{data:b}',
    '%{uuid:a}|%{mac:a}',
    '%{date("MM/dd/yyyy"):d}.*',
    '%{regex("(a*)*b"):a}',
    '(%{word}\\s*)+\\d',
    '(?:a|a)*b',
    '%{singleQuotedString:a}',
    '%{boolean("yes","no"):a}',
    '.*.*.*x',
  ]
  made ??= {
    filters: filters.map((filter) => compileGrok({ matchRules: `r %{data:a:${filter}}` })),
    matchers: rules.map((rule) => compileGrok({ matchRules: `r ${rule}` })),
  }
  return made
}

const filterGroks = () => groks().filters
const matcherGroks = () => groks().matchers
