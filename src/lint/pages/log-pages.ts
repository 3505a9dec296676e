import type { CodePages } from './code-page'

const ours = { isMet: true, ground: 'documented', source: 'ddac help logs' } as const

/** What is met when logs are read. The rest of the logs is evaluated all the same, unless --strict is given. */
export const logPages: CodePages<`L${string}`> = {
  L001: {
    why: 'Logs are JSON objects: one by one, one a line, or in a list. A broken one is left out, and told with its place.',
    bad: '{"evt": {"name": "a"',
    good: '{"evt": {"name": "a"}}',
    ...ours,
  },
  L002: {
    why: 'The file was cut off, most often because it was copied while it was written.',
    bad: '{"a": 1}\n{"a": 2, "b',
    good: '{"a": 1}\n{"a": 2, "b": 3}',
    ...ours,
  },
  L003: {
    why: 'A log is an object with a time. Where the time has a name of its own, --time-field or logs: in ddac.yaml says it.',
    bad: '{"occurred": "2026-03-01T10:00:00Z", "a": 1}',
    good: 'ddac eval logs.ndjson --time-field occurred',
    ...ours,
  },
  L004: {
    why: 'A record or file larger than 256 MB is left out, so that no input fills the memory.',
    bad: '{"Records": [ … 300 MB … ]}',
    good: 'a file for each part, or gzip: files are walked',
    ...ours,
  },
  L005: {
    why: 'The file is not there, may not be read, or is of a kind that is not opened; the message says which.',
    bad: 'ddac eval logs/export.parquet',
    good: 'ddac eval logs/export.ndjson',
    ...ours,
  },
  L006: {
    why: 'A gzipped file ends early, or was changed. What comes before the damage is read.',
    bad: 'logs.json.gz, copied while it was written',
    good: 'copy it again, and compare its size',
    ...ours,
  },
  L007: {
    why: 'Of one file the first troubles are told, and the rest is counted.',
    bad: 'a text file that is no log',
    good: 'mend or leave out the file; the first troubles say what it is',
    ...ours,
  },
  L008: {
    why: 'The rule matches logs, and each lacks what it groups by or counts, so none counts.',
    bad: 'groupByFields: ["@usr.email"] # on logs without it',
    good: 'ddac explain RULE LOGS shows the logs; ddac pipeline pull may bring what gives them the field',
    ...ours,
  },
  L009: {
    why: 'Rules ask for a source, and no log of it was read: the wrong files, or logs whose source is said nowhere.',
    bad: 'ddac eval raw/',
    good: 'ddac eval raw/ --source okta',
    ...ours,
  },
  L010: {
    why: 'Logs say no source, and rules that ask for one do not see them.',
    bad: '{"timestamp": "2026-03-01T10:00:00Z", "a": 1}',
    good: 'ddac eval logs.ndjson --source app',
    ...ours,
  },
  L011: {
    why: 'The query asks for what a lookup adds, and no file for that lookup is named.',
    bad: 'query: "@network.client.geoip.country.name:France"',
    good: 'enrichment: { geoip: [GeoLite2-City.mmdb] } # in ddac.yaml',
    ...ours,
  },
  L012: {
    why: "Neither the logs nor their source say a zone. Datadog's date remapper takes UTC then, and so is the time read.",
    bad: '{"timestamp": "2026-03-01 10:00:00", "a": 1}',
    good: '{"timestamp": "2026-03-01T10:00:00+01:00", "a": 1}',
    ...ours,
  },
}
