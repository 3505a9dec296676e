import { type FilterMaker, ofText, textsOf } from './filter'
import { decodeUri } from './texts'
import { queryPairs } from './url'

/** `querystring`: the pairs of `?a=1&b=2`, decoded, as texts; a name that comes again has a list of its values. */
export const queryString: FilterMaker = (call) => {
  textsOf(call, 0, 0)
  return ofText((text) => queryPairs(text.replace(/^\?/, ''), decode))
}

function decode(text: string): string {
  return decodeUri(text.replaceAll('+', ' '))
}
