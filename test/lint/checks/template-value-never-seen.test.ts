import { lintExample } from '../lint-example'

const places = (message: string, sampleAttributes: (path: string) => boolean | undefined) =>
  lintExample(`message: ${JSON.stringify(message)}`, { sampleAttributes }).flatMap(({ finding }) => {
    if (finding.code !== 'R341') return []
    return [finding.range ? message.slice(finding.range.start, finding.range.end) : 'the message']
  })

const onlyUser = (path: string) => path === 'usr.id'

it.each([
  ['an attribute that no sample has', '{{@usr.id}} at {{@usr.name}}', ['@usr.name']],
  ['in a test', '{{#if @usr.name}}x{{/if}}', ['@usr.name']],
  ['inside an expression, which has no place of its own', '{{eval "@size + 1"}}', ['the message']],
  ['an attribute that a sample has', '{{@usr.id}}', []],
  ['variables and tags are no attributes', '{{severity}} {{host}} {{env.name}}', []],
  ['a doubled @ is told as what it is', '{{@@usr.id}}', []],
])('%s', (_, message, expected) => {
  expect(places(message, onlyUser)).toEqual(expected)
})

it('without samples nothing is known, and nothing is said', () => {
  expect(places('{{@usr.name}}', () => undefined)).toEqual([])
})

it('samples are asked for the rule that the template is of', () => {
  const asked: string[] = []
  lintExample('id: one\nmessage: "{{@a}}"', {
    sampleAttributes: (path, rule) => {
      asked.push(`${rule.id} ${path}`)
      return true
    },
  })
  expect(asked).toContain('one a')
  expect(asked.every((each) => each.startsWith('one '))).toBe(true)
})
