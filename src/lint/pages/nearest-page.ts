import { codes } from '../../diagnostic/codes'
import { nearestName } from '../../shape/nearest-name'
import { checks } from '../all-checks'

/** The name of a check or the code that was most likely meant by a mistyped one; undefined if none is near. */
export function nearestPage(codeOrName: string): string | undefined {
  return nearestName(codeOrName, [...checks.map(({ name }) => name), ...Object.keys(codes)])
}
