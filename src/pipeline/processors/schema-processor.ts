import type { JsonObject } from '../../json/json'
import { asNumber, textsIn } from '../../json/json-text'
import { attributePath } from '../attribute-path'
import { partOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { anyText, anyWhole } from '../shape-parts'

/**
 * OCSF's categories by the thousands of their classes' ids (OCSF schema 1.5.0, Categories). A base event gets the id 0
 * and no name (observed: tests of the public Linux audit logs pipeline; that of Auth0 writes the name itself).
 */
const categories = [
  undefined,
  'System Activity',
  'Findings',
  'Identity & Access Management',
  'Network Activity',
  'Discovery',
  'Application Activity',
  'Remediation',
  'Unmanned Systems',
] as const

/**
 * Brings a log into a class of OCSF: class, category, version and the profiles that it names are written, then its mappers
 * run in order; `type_uid` is not (observed: tests of the public pipelines, profiles in those of Linux audit logs).
 */
export const schemaProcessor: ProcessorKind = {
  type: 'schema-processor',
  fields: {
    schema: {
      shape: {
        kind: 'map',
        what: 'a schema',
        fields: {
          schema_type: {
            shape: { kind: 'choice', of: ['ocsf'], mayGrow: true },
            required: true,
            about: 'Which schema: ocsf.',
          },
          version: { shape: anyText, required: true, about: 'Its version: 1.5.0.' },
          class_uid: { shape: anyWhole, required: true, about: 'The id of the class.' },
          class_name: { shape: anyText, required: true, about: 'The name of the class.' },
          profiles: {
            shape: { kind: 'list', item: { kind: 'text' } },
            about: 'Profiles of the class.',
          },
          extensions: { shape: { kind: 'json' }, about: 'Extensions of the schema. They are not written to logs.' },
        },
      },
      required: true,
      about: 'The class that logs are brought into.',
    },
    mappers: {
      shape: { kind: 'list', item: { kind: 'json' } },
      required: true,
      about: 'schema-remapper and schema-category-mapper, in order.',
    },
  },
  compile: (definition, { steps, touches }) => {
    const written = classOf(partOf(definition, 'schema'))
    touches([], [attributePath('ocsf')])
    const map = steps('mappers', ['schema-remapper', 'schema-category-mapper'])
    return (log, run) => {
      log.at.merge(written)
      map(log, run)
    }
  },
}

function classOf(schema: JsonObject): JsonObject {
  const classUid = asNumber(schema['class_uid']) ?? 0
  const categoryUid = Math.floor(classUid / 1000)
  const categoryName = categoryUid === 0 ? undefined : (categories[categoryUid] ?? 'Other')
  const profiles = textsIn(schema['profiles'])
  return {
    ocsf: {
      class_uid: classUid,
      class_name: textOf(schema, 'class_name'),
      category_uid: categoryUid,
      ...(categoryName === undefined ? {} : { category_name: categoryName }),
      metadata: { version: textOf(schema, 'version'), ...(profiles.length > 0 && { profiles }) },
    },
  }
}
