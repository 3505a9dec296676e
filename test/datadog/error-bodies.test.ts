import { problemsInBody } from '../../src/datadog/error-bodies'

describe('the reasons in an error body', () => {
  it.each([
    [
      'a list of texts',
      { errors: ['Invalid rule configuration', 'Query filter cannot be empty'] },
      [{ message: 'Invalid rule configuration' }, { message: 'Query filter cannot be empty' }],
    ],
    [
      'a coded error with details',
      {
        error: {
          code: 'InvalidArgument',
          message: 'Invalid rule configuration',
          details: [{ code: 'InvalidArgument', message: 'Keep alive is wrong', target: 'keepAlive' }],
        },
      },
      [{ message: 'Keep alive is wrong', target: 'keepAlive' }],
    ],
    [
      'a coded error alone',
      { error: { code: 'AlreadyExists', message: 'Cannot restore.' } },
      [{ message: 'Cannot restore.' }],
    ],
    [
      'entries with a status',
      { errors: [{ status: '400', title: 'Generic Error', detail: 'invalid jobId' }] },
      [{ message: 'Generic Error: invalid jobId' }],
    ],
    ['entries without a status', { errors: [{ title: 'Bad', detail: 'thing' }] }, [{ message: 'Bad: thing' }]],
    [
      'a code around the text',
      { errors: ['not_found(Suppression with ID x not found)'] },
      [{ message: 'Suppression with ID x not found' }],
    ],
    [
      'a field inside the text',
      { errors: ["input_validation_error(Field 'data.attributes.rule_query' is invalid: rule query is invalid)"] },
      [{ message: 'rule query is invalid', target: 'data.attributes.rule_query' }],
    ],
    [
      'a field without a reason',
      { errors: ["Field 'data.x' is invalid"] },
      [{ message: "Field 'data.x' is invalid", target: 'data.x' }],
    ],
    ['an error that is a text', { error: 'nope' }, [{ message: 'nope' }]],
  ])('%s', (_title, body, expected) => {
    expect(problemsInBody(JSON.stringify(body))).toEqual(expected)
  })

  it.each([
    '',
    '<html><body>502</body></html>',
    '{"errors":[',
    'null',
    '[]',
    '"text"',
    '{"errors":[null,7,{}]}',
    '{"errors":{}}',
    '{"error":{}}',
    '{"error":null}',
  ])('finds none in %j', (text) => {
    expect(problemsInBody(text)).toEqual([])
  })
})
