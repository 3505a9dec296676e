import type { Json, JsonObject } from '../../../json/json'
import { isJsonObject, isList, isObjectList, objectAt, objectsIn } from '../../../json/json-object'
import { isText } from '../../../json/json-text'
import type { SealedEnvelope } from '../envelope'

/** Streams of Loki, as it takes them in and answers them: lines of the same labels, each with its nanoseconds. */
export const lokiEnvelopes: readonly SealedEnvelope[] = [
  {
    kind: 'sealed',
    name: 'push of Loki',
    key: 'streams',
    recognise: ({ streams }) => areStreams(streams),
    open: ({ streams }) => objectsIn(streams).flatMap(linesOf),
  },
  {
    kind: 'sealed',
    name: "answer of Loki's queries",
    key: 'data',
    recognise: (document) => areStreams(objectAt(document, 'data')?.['result']),
    inside: ['result'],
    isNested: true,
    open: (document) => objectsIn(objectAt(document, 'data')?.['result']).flatMap(linesOf),
  },
  {
    kind: 'sealed',
    name: 'line of logcli',
    key: 'line',
    recognise: ({ labels, line, timestamp }) => isJsonObject(labels) && isText(line) && isText(timestamp),
    open: ({ labels, line, timestamp }) => [logOf(labels, timestamp, line)],
  },
]

function areStreams(list: Json | undefined): boolean {
  return (
    isObjectList(list) &&
    list.every(({ stream, values }) => isJsonObject(stream) && isList(values) && values.every(isLine))
  )
}

function isLine(value: unknown): boolean {
  return isList(value) && isText(value[0]) && isText(value[1])
}

function linesOf({ stream, values }: JsonObject): readonly JsonObject[] {
  return isList(values)
    ? values.flatMap((line) => (isList(line) ? [logOf(stream, line[0], line[1], line[2])] : []))
    : []
}

/** What stands behind the line is of it alone; labels of both names are the stream's. */
function logOf(labels?: Json, timestamp?: Json, message?: Json, own?: Json): JsonObject {
  return {
    ...(isJsonObject(own) && own),
    ...(isJsonObject(labels) && labels),
    message: message ?? '',
    timestamp: timestamp ?? null,
  }
}
