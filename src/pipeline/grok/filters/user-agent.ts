import { RegexTrouble } from '../regex/regex-trouble'
import { type FilterMaker, ofText } from './filter'
import { decodeUri } from './texts'

/** `useragent`, or `useragent(decodeuricomponent:true)` where it comes encoded. */
export const userAgent: FilterMaker = (call) => {
  const words = call.args.map((arg) => (arg.kind === 'call' ? arg.call.name : ''))
  const decodes = words[0] === 'decodeuricomponent:true' || words[0] === 'true'
  const known = decodes || words[0] === undefined || words[0] === 'decodeuricomponent:false' || words[0] === 'false'
  if (words.length > 1 || !known) {
    throw new RegexTrouble('useragent takes decodeuricomponent:true, or nothing', call.start, call.end)
  }
  return ofText((text, { parseUserAgent }) => parseUserAgent?.(decodes ? decodeUri(text) : text))
}
