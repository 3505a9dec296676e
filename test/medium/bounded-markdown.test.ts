import { type Block, boundedMarkdown } from '../../src/medium/bounded-markdown'
import { linkTo, markdown } from '../../src/medium/markdown-text'

const head: Block = { text: markdown`## Head` }
const part = (name: string, size: number): Block => ({ text: markdown`${'x'.repeat(size)}`, about: name })
const sizeOf = (text: unknown): number => Buffer.byteLength(String(text))
const bound = (maxBytes: number) => ({ maxBytes, whole: 'All of it is elsewhere.' })

describe('Markdown within a size', () => {
  it('is all there where it fits exactly, and one byte less leaves something out', () => {
    const blocks = [head, part('one', 500), part('two', 500)]
    const whole = boundedMarkdown(blocks)
    expect(String(boundedMarkdown(blocks, bound(sizeOf(whole))))).toBe(String(whole))
    const cut = String(boundedMarkdown(blocks, bound(sizeOf(whole) - 1)))
    expect(cut).toContain('Left out to stay within')
    expect(sizeOf(cut)).toBeLessThan(sizeOf(whole))
  })

  it('names what is left out, keeps what comes later and still fits, and says where the rest is', () => {
    const text = String(boundedMarkdown([head, part('the long one', 5_000), part('the short one', 20)], bound(1_000)))
    expect(text).toContain('x'.repeat(20))
    expect(text).toMatch(/bytes: the long one\. All of it is elsewhere\.\n$/)
    expect(sizeOf(text)).toBeLessThanOrEqual(1_000)
  })

  it.each([800, 2_000, 10_000])('stays within %d bytes whatever it holds, and counts what it cannot name', (most) => {
    const rows = Array.from({ length: 900 }, (_, at) => ({ text: markdown`| ünïcode ${at} |`, about: `row ${at}` }))
    const blocks = [
      head,
      { text: markdown`| a |\n| --- |`, rows },
      ...Array.from({ length: 300 }, (_, at) => part(`p ${at}`, 90)),
    ]
    const text = String(boundedMarkdown(blocks, bound(most)))
    expect(sizeOf(text)).toBeLessThanOrEqual(most)
    expect(text).toMatch(/ and \d+ more\. All of it is elsewhere\.\n$/)
    expect(text).toContain('| ünïcode 0 |')
  })
})

it('a table of 200,000 rows is cut as one of nine hundred is', () => {
  const row = { text: markdown`| a row |`, about: 'a row' }
  const rows = Array.from({ length: 200_000 }, () => row)
  const text = String(boundedMarkdown([head, { text: markdown`| a |\n| --- |`, rows }], bound(2_000)))
  expect(sizeOf(text)).toBeLessThanOrEqual(2_000)
  expect(text).toMatch(/ and 199\d{3} more\. All of it is elsewhere\.\n$/)
})

describe('a link of ours', () => {
  it('leads to an address that holds nothing but what an address may', () => {
    expect(String(linkTo('https://app.datadoghq.com/security/rules/view/abc', markdown`a rule`))).toBe(
      '[a rule](https://app.datadoghq.com/security/rules/view/abc)',
    )
    for (const address of ['javascript:alert(1)', 'https://x.example.com/a) [b](c', 'https://x.example.com/<b>']) {
      expect(String(linkTo(address, markdown`a rule`))).toBe('a rule')
    }
  })
})
