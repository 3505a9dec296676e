import { terminal } from '../../src/medium/terminal-text'
import { workflowCommand, workflowLog } from '../../src/medium/workflow-text'

it('a property and the data keep what they hold, and end neither the command nor the line', () => {
  const hostile = 'a,b:c::d%0A\r\n::error::e'
  expect(String(workflowCommand('error', { file: hostile, line: 1, col: undefined }, hostile))).toBe(
    '::error file=a%2Cb%3Ac%3A%3Ad%250A%0D%0A%3A%3Aerror%3A%3Ae,line=1::a,b:c::d%250A%0D%0A::error::e\n',
  )
})

it('what would be unseen in the log, or obeyed in the old form, is not', () => {
  expect(String(workflowCommand('notice', { title: 'R101' }, '\u001b[2J\u202e\u0085x ##[add-mask]y'))).toBe(
    '::notice title=R101::�[2J��x # #[add-mask]y\n',
  )
})

it('lines of the log between commands begin none', () => {
  const log = workflowLog(workflowCommand('warning', {}, 'a'), terminal`${'::error::b'}\n`)
  expect(String(log)).toBe('::warning ::a\n: :error::b\n')
})
