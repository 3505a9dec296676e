import type { GivenOfLogs } from '../../event/given'
import { ownRecord, ownShape } from '../../event/log-shapes'
import { placesRead, profileForFields, type UsualRecords } from '../../event/mapping/usual-records'
import { openLog, type ToldLog } from '../../event/open-log'
import { readLog } from '../../event/read-log'
import type { JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import { requiredLiterals } from '../../query/required-literals'
import type { RecordKind } from './record-kind'

/** The usual records of a source, which no pipeline changes. */
export function ownRecords(usual: UsualRecords, said: GivenOfLogs | undefined): RecordKind {
  const { profile, values, texts, keys, unusual } = usual
  const isEnriched = said?.enrichment !== undefined
  const given = { ...said, enrichment: undefined, processing: undefined }
  return {
    source: profile.source,
    told: [...values, ...texts].map((key) => [key] as const),
    refused: [...unusual].map((key) => [key] as const),
    unlisted: [],
    values: [],
    isForeign: (place) => !keys.has(place.split('.', 1)[0] ?? place),
    placesRead: (field) => placesRead(usual, field, isEnriched),
    unread: [],
    literals: requiredLiterals,
    eventsFor: (fields) => {
      const told = { shape: ownShape, profile: profileForFields(usual, fields) }
      return (record, isFirst) => {
        // By what it is told does not change after that.
        if (isFirst && !isUsual(usual, record, given)) return undefined
        const read = readLog(record, { given, defaultTimeMs: 0, guessesTime: false, defaultId: 'sample', told })
        return 'event' in read ? [read.event] : undefined
      }
    },
    known: usualLog(usual),
    isUniform: !isEnriched,
  }
}

/** What the usual records of a source are known to be. */
export function usualLog({ profile }: UsualRecords): ToldLog {
  return { shape: ownShape, profile }
}

/** Whether a record that has what usual ones are told by is one. */
export function isUsual({ profile, values, texts }: UsualRecords, record: JsonObject, given: GivenOfLogs): boolean {
  if (![...values, ...texts].every((key) => isText(record[key]))) return false
  const opened = openLog(record, given)
  return !('trouble' in opened) && opened.profile === profile && opened.shape.name === ownRecord
}
