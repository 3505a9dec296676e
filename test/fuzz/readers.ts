import type { Reader } from './reader'
import { answers } from './readers/answers'
import { documents } from './readers/documents'
import { kept } from './readers/kept'
import { languages } from './readers/languages'
import { logs } from './readers/logs'
import { patterns } from './readers/patterns'
import { reports } from './readers/reports'

/** All that read texts which others write, by what the text is. */
export const readers: Readonly<Record<string, Reader>> = {
  ...languages,
  ...patterns,
  ...documents,
  ...logs,
  ...answers,
  ...kept,
  ...reports,
}
