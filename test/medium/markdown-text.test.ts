import { html } from '../../src/medium/html-text'
import { codeBlock, codeSpan, folded, markdown } from '../../src/medium/markdown-text'

const prose = (value: string): string => String(markdown`${value}`)

it.each([
  ['link', '[x](https://example.com)', String.raw`\[x\](https:&#8203;//example.com)`],
  ['image', '![x](//example.com/a.png)', String.raw`!\[x\](//example.com/a.png)`],
  ['link of a bare address', 'see http://example.com', 'see http:&#8203;//example.com'],
  ['link of a name', 'www.example.com', 'www&#8203;.example.com'],
  ['mention', '@octocat and @org/team', '@&#8203;octocat and @&#8203;org/team'],
  ['reference to an issue', 'see #1 GH-2 org/repo#3', 'see #&#8203;1 GH-&#8203;2 org/repo#&#8203;3'],
  ['reference of GitLab', 'see !12 %3 not 5% or a!', 'see !&#8203;12 %&#8203;3 not 5% or a!'],
  ['emoji', ':x: :+1: at 10:00:00Z', ':&#8203;x: :&#8203;+1: at 10:00:00Z'],
  ['HTML', '<img src=x>&lt;', '&lt;img src=x&gt;&amp;lt;'],
  ['cell of a table', 'a|b\\', String.raw`a\|b\\`],
  ['code', 'a`b', String.raw`a\`b`],
  ['emphasis', '*a* _b_ ~~c~~ d_e_f', String.raw`\*a\* \_b\_ \~\~c\~\~ d_e_f`],
  ['mathematics', '$x$', '<span>$</span>x<span>$</span>'],
  ['block', '# a', String.raw`\# a`],
  ['list', '- a', String.raw`\- a`],
  ['numbered list', '1. a', String.raw`1\. a`],
  ['rule', '---', String.raw`\---`],
  ['heading of the line before', '===', String.raw`\===`],
  ['command of a bot', '/approve', String.raw`\/approve`],
  ['block of code by its indentation', '    a', 'a'],
  ['new line', 'a\n\n# b', 'a⏎⏎# b'],
  ['escape', '\u001b[2J\u202e\u200b', String.raw`�\[2J��`],
  ['command to a runner', '##[error]x', String.raw`\##\[error\]x`],
])('prose from outside makes no %s', (_, value, text) => expect(prose(value)).toBe(text))

it.each([
  'Several failed logins of {{@usr.id}}',
  '10.5 % of "it" (why?)',
  'local: 1 to create, 2 unchanged.',
  'naïve 👩‍💻',
])('%s stays readable', (value) => expect(prose(value).replaceAll('&#8203;', '')).toBe(value))

it.each([
  ['a name', 'failed-logins', '`failed-logins`'],
  ['backticks', 'a ``b', '``` a ``b ```'],
  ['markup', '<b> [x](y) @a', '`<b> [x](y) @a`'],
  ['a line break', 'a\nb', '`a⏎b`'],
  ['nothing', '', '<code></code>'],
  ['a pipe, which would end a cell', 'a|*b*', String.raw`<code>a\|\*b\*</code>`],
  ['a command to a runner', '##[error]x', '`# #[error]x`'],
])('a span of code holds %s', (_, value, text) => expect(String(codeSpan(value))).toBe(text))

it('a block of code is not ended from inside', () => {
  const lines = ['+ a', '- ```', '  ````x', '  b\n```', '  ::error::x', '+ ##[error]x']
  expect(String(codeBlock(lines, 'diff'))).toBe(
    ['`````diff', '+ a', '- ```', '  ````x', '  b⏎```', '  : :error::x', '+ # #[error]x', '`````'].join('\n'),
  )
})

it('a summary is HTML, in which Markdown says nothing', () => {
  expect(String(folded(html`<code>${'a <b> *c* "d"\n\ne'}</code>`, markdown`body`))).toBe(
    '<details><summary><code>a &lt;b&gt; *c* &quot;d&quot;⏎⏎e</code></summary>\n\nbody\n\n</details>',
  )
})
