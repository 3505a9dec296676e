import { isDigestDocument, recordsIn } from '../../src/event/log-shapes'

test.each([
  ['CloudTrail records', { Records: [{ a: 1 }, { b: 2 }] }, [{ a: 1 }, { b: 2 }]],
  ['no CloudTrail records', { Records: [] }, []],
  ['a list', [{ a: 1 }, { b: 2 }], [{ a: 1 }, { b: 2 }]],
  ['a list of containers', [{ Records: [{ a: 1 }] }, [{ b: 2 }]], [{ a: 1 }, { b: 2 }]],
  ['one object', { a: 1 }, [{ a: 1 }]],
  ['events looked up', { Events: [{ CloudTrailEvent: '{}' }], NextToken: 'x' }, [{ CloudTrailEvent: '{}' }]],
  ['a page of found logs', { data: [{ type: 'log', attributes: {} }], meta: {} }, [{ type: 'log', attributes: {} }]],
  ['a page that found nothing', { data: [], meta: { page: {} } }, []],
  ['a page of API v1', { logs: [{ id: '1', content: {} }], status: 'done' }, [{ id: '1', content: {} }]],
  ['a log with data of its own', { message: 'x', data: [{ a: 1 }] }, [{ message: 'x', data: [{ a: 1 }] }]],
  ['a log with empty data of its own', { message: 'x', data: [] }, [{ message: 'x', data: [] }]],
  ['what is no log', 7, [7]],
])('%s', (_shape, document, records) => {
  expect(recordsIn(document)).toEqual(records)
})

test('lists nested a hundred thousand deep are opened', () => {
  let deep: unknown = { a: 1 }
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  expect(recordsIn(deep)).toEqual([{ a: 1 }])
})

test('a digest document is told from records', () => {
  expect(isDigestDocument({ digestStartTime: 'x', logFiles: [] })).toBe(true)
  expect(isDigestDocument({ Records: [] })).toBe(false)
})
