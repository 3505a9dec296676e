import { urlPart } from '../../../medium/url-part'
import type { Change } from '../../../sync/plan/plan'
import type { FilePlace, PlanReview } from '../../../sync/plan/review-plan'

/** Where a change can be looked at: its file, and the rule in Datadog. */
export interface ChangePlace extends Partial<FilePlace> {
  readonly link?: string
}

/** The place of a change in the files and in the tenant, as far as there is one. */
export function placeOf(
  { kind, id, remoteId }: Change,
  { places, app }: Pick<PlanReview, 'places' | 'app'>,
): ChangePlace {
  const place = places?.get(`${kind} ${id}`)
  // Suppressions have no page of their own that an id leads to.
  const isShown = app !== undefined && remoteId !== undefined && kind !== 'suppression'
  return { ...place, ...(isShown && { link: `${app}/security/rules/view/${urlPart(remoteId)}` }) }
}

/** The same in one word, as editors understand it: `rules/one.rule.yaml:1`. */
export function fileText({ file, line }: ChangePlace): string | undefined {
  return file === undefined ? undefined : `${file}:${line}`
}
