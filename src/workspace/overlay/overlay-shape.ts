import { adoptionFields } from '../../rule/adoption-keys'
import { caseStatuses } from '../../rule/case-status'
import { ruleShape } from '../../rule/rule-shape'
import type { Field, Fields, MapShape, Shape } from '../../shape/shape'
import { suppressionShape } from '../../suppression/suppression-shape'

const listOf = (item: Shape): Shape => ({ kind: 'list', item })
const words: Shape = { kind: 'text', nonEmpty: true }
const severity: Shape = { kind: 'choice', of: caseStatuses }

/** What names a thing, and what the tenant alone sets, is the same everywhere. */
const sameEverywhere = new Set(['id', 'rules', ...Object.keys(adoptionFields)])

/** What an overlay may say of a suppression, by the key of its file; the rules it is for as a query. */
export const suppressionOverlayFields: Fields = overlaidFields(suppressionShape.fields)

/** The same of a rule. */
export const ruleOverlayFields: Fields = overlaidFields(ruleShape.fields)

/** One overlay of a tenant: for which rules or suppressions, and every field that is other there. */
export const overlayShape: MapShape = {
  kind: 'map',
  what: 'an overlay',
  fields: {
    rules: { shape: listOf(words), about: 'Rule ids, or tags as key:value. Every rule if absent.' },
    suppressions: {
      shape: listOf(words),
      about: 'Suppression ids, or tags as key:value: the overlay is for these, and for no rule.',
    },
    ...suppressionOverlayFields,
    ...ruleOverlayFields,
    isEnabled: { shape: { kind: 'flag' }, about: 'Whether these rules detect in this tenant.' },
    severity: {
      shape: {
        kind: 'map',
        what: 'severity',
        fields: Object.fromEntries(
          caseStatuses.map((status): [string, Field] => [
            status,
            { shape: severity, about: `What a case that is ${status} in git is in this tenant.` },
          ]),
        ),
      },
      about: 'Other severities: { medium: low } makes every medium case a low one here.',
    },
    notifications: { shape: listOf(words), about: 'Who is told in this tenant, instead of the targets in the cases.' },
    tags: { shape: listOf(words), about: 'Tags that these carry here besides their own.' },
    withoutTags: { shape: listOf(words), about: 'Tags of theirs that they do not carry here.' },
  },
}

/** Fields of which any may be absent; null takes one away. Maps are laid over each other, lists replaced. */
function overlaidFields(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, field]): [string, Field][] =>
      sameEverywhere.has(key) || field.setByDatadog ? [] : [[key, overlaid(field)]],
    ),
  )
}

function overlaid({ shape, about, deprecated }: Field): Field {
  const part: Shape =
    shape.kind === 'map'
      ? {
          ...shape,
          fields: Object.fromEntries(Object.entries(shape.fields).map(([key, each]) => [key, overlaid(each)])),
        }
      : shape
  return { shape: part, about, nullable: true, ...(deprecated !== undefined && { deprecated }) }
}
