import { standIn } from './unseen'

/** A text as one segment or value of an address. Half of a sign, for which addresses have no bytes, is shown as `�`. */
export function urlPart(text: string): string {
  return encodeURIComponent(whole(text))
}

/** A path as the path of an address, whose slashes stay. */
export function urlPath(path: string): string {
  return encodeURI(whole(path))
}

function whole(text: string): string {
  return text.replace(/\p{Cs}/gu, standIn)
}
