import { readTime } from '../../event/event-time'
import { sameJson } from '../../json/canonical-json'
import type { Json, JsonObject } from '../../json/json'
import { isCollection, isJsonObject, isList } from '../../json/json-object'
import type { Pipeline } from '../pipeline'
import type { Enrichment } from '../processor-kind'
import type { PipelineTest } from './read-pipeline-tests'
import { runSample } from './run-sample'

/** What a test of a pipeline expected somewhere, and what came instead; undefined where nothing was or came. */
export interface ResultDifference {
  /** The keys from the result on. */
  readonly path: readonly string[]
  readonly expected: Json | undefined
  readonly got: Json | undefined
}

/** The moment of arrival in the public pipelines' tests (observed): a date that cannot be read becomes it. */
const arrivalMs = 1

/**
 * Fields of every log, or of nearly every one, that results need not name (observed: tests of the public Logstash, SQL
 * Server, Tailscale, GitLab and PingFederate pipelines leave them out where the log has them).
 */
const mayBeLeftOut = ['message', 'tags', 'status', 'service', 'timestamp'] as const

/**
 * Runs a test of a pipeline as Datadog's own runner does with the public ones, and answers where the result is another.
 * Results are compared as values: a text that holds JSON as what it says, a timestamp in ISO 8601 as its moment.
 */
export function runPipelineTest(
  pipeline: Pipeline,
  { sample, service, tags, result }: PipelineTest,
  enrichment: Enrichment,
): readonly ResultDifference[] {
  const options = { nowMs: arrivalMs, tags, enrichment, ...(service !== undefined && { service }) }
  const made: JsonObject = { ...runSample(pipeline, sample, options) }
  const isLeftOut = (key: string) => mayBeLeftOut.some((each) => each === key) && !Object.hasOwn(result, key)
  const got: JsonObject = Object.fromEntries(Object.entries(made).filter(([key]) => !isLeftOut(key)))
  const { custom = null, timestamp, ...others } = result
  const time = typeof timestamp === 'string' ? (readTime(timestamp) ?? timestamp) : timestamp
  const expected = { custom: custom ?? {}, ...(time !== undefined && { timestamp: time }), ...others }
  return differencesOf(expected, got, [])
}

function differencesOf(
  expected: Json | undefined,
  got: Json | undefined,
  path: readonly string[],
): readonly ResultDifference[] {
  if (isJsonObject(expected) && isJsonObject(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)])
    return [...keys].flatMap((key) => differencesOf(fieldOf(expected, key), fieldOf(got, key), [...path, key]))
  }
  return sameJson(asValue(expected), asValue(got)) ? [] : [{ path, expected, got }]
}

function fieldOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** What a text says, where it holds a JSON object or list; tests of public pipelines write such a message anew. */
function asValue(value: Json | undefined): Json | undefined {
  if (isList(value)) return value.map((item) => asValue(item) ?? null)
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    const held: Json = JSON.parse(value)
    return isCollection(held) ? [held] : value
  } catch {
    return value
  }
}
