import type { Fields, MapShape, Shape } from '../shape/shape'

/** The version of the file's form, not of any rule. */
export const lockVersion = 1

const text: Shape = { kind: 'text' }
const words: Shape = { kind: 'text', nonEmpty: true }
const mapOf = (what: string, fields: Fields): MapShape => ({ kind: 'map', what, fields })

const ruleShape = mapOf('a locked rule', {
  name: { shape: text, required: true, about: 'The name that Datadog gave it.' },
  version: { shape: { kind: 'number', whole: true, min: 0 }, required: true, about: 'Its version at that time.' },
  hash: { shape: words, required: true, about: 'Stands for all that Datadog alone writes.' },
  messageHash: { shape: words, required: true, about: 'Stands for its message.' },
  queries: {
    shape: {
      kind: 'list',
      item: mapOf('a locked query', {
        name: { shape: text, about: 'What conditions call it.' },
        query: { shape: text, about: 'What it searches for.' },
      }),
    },
    required: true,
    about: 'Its queries, as Datadog wrote them.',
  },
  cases: {
    shape: {
      kind: 'list',
      item: mapOf('a locked case', {
        name: { shape: text, about: 'Its name.' },
        status: { shape: words, required: true, about: "Datadog's own severity." },
        condition: { shape: text, about: 'When it fires.' },
      }),
    },
    required: true,
    about: 'Its cases, as Datadog wrote them.',
  },
})

/** What `ddac.lock.yaml` holds. */
export const lockShape: MapShape = mapOf('a lock of default rules', {
  version: { shape: { kind: 'number', whole: true }, required: true, about: 'The form of this file.' },
  rules: { shape: { kind: 'named', item: ruleShape }, required: true, about: "Default rules by Datadog's id." },
})
