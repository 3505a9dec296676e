import { hcl, hclAsWritten, hclValue } from '../../src/medium/hcl-text'

const hostile = `"}\n\${file("key")} %{if} ##[error] \u001b[2J\u202e`

it('a value stays between its quotes, and is no expression', () => {
  expect(String(hcl`name = "${hostile}"\n`)).toBe(
    'name = "\\"}\\n$${file(\\"key\\")} %%{if} \\u0023#[error] \\u001b[2J\\u202e"\n',
  )
})

it('JSON is an expression in which nothing else is one', () => {
  expect(String(hclValue({ 'a${b}': ['%{c}', 1, true] }))).toBe(
    '{\n  "a$${b}": [\n    "%%{c}",\n    1,\n    true\n  ]\n}',
  )
})

it('what a converter wrote keeps its expressions and its lines, and steers nothing', () => {
  expect(String(hclAsWritten(`a {\r\n\tb = "\${c}"\n}\n::error::x ##[group]\u009b`))).toBe(
    `a {\n\tb = "\${c}"\n}\n: :error::x \\u0023#[group]\\u009b`,
  )
})
