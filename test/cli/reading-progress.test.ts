import { progressText } from '../../src/cli/reading-progress'

const megabyte = 1024 * 1024
const far = { files: 0, filesInAll: 2, logs: 100, bytes: 0, bytesInAll: 0 }

test.each([
  ['at first there is nothing to reckon with', far, 999, '0/2 files, 100 logs'],
  ['of what has no size nobody knows the end', far, 1000, '0/2 files, 100 logs, 100 a second'],
  [
    'inside of a large file the bytes tell',
    { ...far, bytes: megabyte, bytesInAll: 4 * megabyte },
    2000,
    '0/2 files, 100 logs, 1 of 4 MB, 50 a second, 6 s left',
  ],
  [
    'a file that has grown has nothing left',
    { ...far, bytes: 5 * megabyte, bytesInAll: 4 * megabyte },
    2000,
    '0/2 files, 100 logs, 4 of 4 MB, 50 a second, 0 s left',
  ],
  [
    'at the end there is nothing left to tell',
    { ...far, files: 2, bytes: megabyte, bytesInAll: megabyte },
    2000,
    '2/2 files, 100 logs, 1 of 1 MB, 50 a second',
  ],
])('%s', (_, progress, elapsedMs, text) => {
  expect(progressText(progress, elapsedMs)).toBe(text)
})
