import { type FilterMaker, ofText, textsOf } from './filter'
import { readXml } from './read-xml'

/** `xml`: a well-formed document as an object under the name of its root; nothing if it is not well-formed. */
export const xml: FilterMaker = (call) => {
  textsOf(call, 0, 0)
  return ofText(readXml)
}
