import { indented, lined, terminal, terminalLines } from '../../src/medium/terminal-text'

const shown = (value: string): string => String(terminal`${value}`)

it.each([
  ['an escape that colours', '\u001b[31mred', '�[31mred'],
  ['one that sets the clipboard', '\u001b]52;c;eA==\u0007', '�]52;c;eA==�'],
  ['the same in one byte', '\u009b2J', '�2J'],
  ['backspace and delete', 'a\b\u007f', 'a��'],
  ['right to left', 'user\u202etxt.exe', 'user�txt.exe'],
  ['isolates and marks', '\u2066a\u2069\u200e\u200f\u061c', '�a����'],
  ['zero-width signs', 'ad\u200bmi\u200cn\u200d\u2060\ufeff', 'ad�mi�n���'],
  ['tags', 'a\u{e0041}\u{e007f}b', 'a��b'],
  ['variation selectors that hide bytes', 'a\ufe01\u{e0100}', 'a��'],
  ['fillers that look like blanks', '\u3164\u115f\u00ad', '���'],
  ['half a pair', 'a\ud800b', 'a�b'],
  ['a line feed', 'a\nb', 'a⏎b'],
  ['line breaks of all kinds', 'a\r\nb\rc\u2028d\u2029e\u0085f\u000bg\u000ch', 'a⏎b⏎c⏎d⏎e⏎f⏎g⏎h'],
])('a value cannot bring %s', (_, value, text) => expect(shown(value)).toBe(text))

it.each([
  ['words of any script', 'naïve 名前 имя اسم'],
  ['a tab', 'a\tb'],
  ['emoji, also joined and in colour', '🚨 👩‍💻 👩🏽‍🚀 ❤️'],
  ['joiners between letters that need them', 'می‌خواهم क्‍ष'],
  ['an address of version 6', '::1'],
  ['an address with letters', '::ffff:192.0.2.1 and more'],
  ['a heading', '## [Unreleased]'],
  ['an ARN', 'arn:aws:iam::111122223333:user/x'],
])('%s stay as they are', (_, value) => expect(shown(value)).toBe(value))

it.each([
  ['at the start', '::add-mask::x', ': :add-mask::x'],
  ['in capitals, after blanks', ' \u00a0::Error file=a::x', ' \u00a0: :Error file=a::x'],
  ['that has no end', '::stop-commands', ': :stop-commands'],
  ['that looks like an address', '::abc::x', ': :abc::x'],
  ['of the old form, anywhere', 'a ##[add-mask]x', 'a # #[add-mask]x'],
  ['of the old form after more of its signs', '###[error]x', '## #[error]x'],
  ['of Azure', 'a ##vso[task.setvariable]x', 'a # #vso[task.setvariable]x'],
  ['of TeamCity', '##teamcity[x]', '# #teamcity[x]'],
])('no runner obeys a command %s', (_, value, text) => expect(shown(value)).toBe(text))

it('nor one that comes from several values, or begins a later line', () => {
  expect(String(terminal`${'#'}${'#'}${'['}x]`)).toBe('# #[x]')
  expect(String(terminal`${':'}${':error::'}x`)).toBe(': :error::x')
  expect(String(lined(terminalLines('a\n  ::error::x')))).toBe('a\n  : :error::x')
  expect(String(indented(terminal`::error::x`))).toBe('  : :error::x')
})

it('a command in the middle of a line is none, and stays', () => {
  expect(shown('see ::error::x')).toBe('see ::error::x')
  expect(String(terminal`user  ${'::error::x'}`)).toBe('user  ::error::x')
})

it('a text with lines of its own keeps them', () => {
  expect(terminalLines('a\r\nb\n\u001b[2Jc').map(String)).toEqual(['a', 'b', '�[2Jc'])
  expect(String(indented(terminal`a\n\nb\n`))).toBe('  a\n\n  b')
})
