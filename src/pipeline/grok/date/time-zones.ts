import { zoneFormatter } from '../../../diagnostic/time-zone'
import { dayMs } from '../../../diagnostic/times'

/** What a clock of a zone shows at a time of UTC, less UTC, in milliseconds. */
export type Zone = (utcMs: number) => number

/**
 * The zone of a name as Java reads it: `Z`, `UTC`, `GMT`, `UT`; `+3`, `-0300`, `+05:30:00`, also behind `UTC`, `GMT` or
 * `UT`, up to 18 hours; an id of the time zone database; or an abbreviation. Undefined for what is none.
 */
export function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name)
  if (known) return known
  const zone = makeZone(name)
  if (zone) {
    if (zones.size > 1000) zones.clear()
    zones.set(name, zone)
  }
  return zone
}

const zones = new Map<string, Zone>()

function makeZone(name: string): Zone | undefined {
  if (/^(?:Z|UTC|GMT|UT)$/i.test(name)) return () => 0
  const offset = offsetOf(name.replace(/^(?:UTC|GMT|UT)(?=[+-])/i, ''))
  if (offset !== undefined) return () => offset
  return regionOf(abbreviations[name.toUpperCase()] ?? name)
}

/** `+3`, `+03`, `+0300`, `+03:00`, `+03:00:00` in milliseconds. */
function offsetOf(text: string): number | undefined {
  const found = /^([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/.exec(text)
  if (!found) return undefined
  const [, sign, hours, minutes = '0', seconds = '0'] = found
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  if (size > 18 * 3600 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  return (sign === '-' ? -size : size) * 1000
}

function regionOf(id: string): Zone | undefined {
  const formatter = /^[A-Za-z]/.test(id) ? zoneFormatter(id) : undefined
  if (!formatter) return undefined
  // A zone changes its offset on the quarter of an hour, so one answer holds for the quarter that it was asked in.
  let quarter = Number.NaN
  let offset = 0
  return (utcMs) => {
    const asked = Math.floor(utcMs / 900_000)
    if (asked !== quarter) {
      quarter = asked
      const shown = formatter.formatToParts(utcMs).find(({ type }) => type === 'timeZoneName')?.value ?? ''
      offset = offsetOf(shown.replace(/^GMT/, '')) ?? 0
    }
    return offset
  }
}

/** The time of UTC at which the clocks of a zone show a local time; of two the earlier, as Java takes it. */
export function utcOf(localMs: number, zone: Zone): number {
  const before = localMs - zone(localMs - dayMs)
  const after = localMs - zone(localMs + dayMs)
  for (const utcMs of [Math.min(before, after), Math.max(before, after)]) {
    if (utcMs + zone(utcMs) === localMs) return utcMs
  }
  // Clocks were put forward over it: the time by the offset from before.
  return before
}

/** Abbreviations that logs use, as the zone that Java takes each for; summer time follows the date. */
const abbreviations: Readonly<Record<string, string>> = {
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  AKST: 'America/Anchorage',
  AKDT: 'America/Anchorage',
  HST: 'Pacific/Honolulu',
  AST: 'America/Halifax',
  ADT: 'America/Halifax',
  NST: 'America/St_Johns',
  NDT: 'America/St_Johns',
  BRT: 'America/Sao_Paulo',
  BRST: 'America/Sao_Paulo',
  ART: 'America/Argentina/Buenos_Aires',
  WET: 'Europe/Lisbon',
  WEST: 'Europe/Lisbon',
  BST: 'Europe/London',
  CET: 'Europe/Paris',
  CEST: 'Europe/Paris',
  MET: 'Europe/Paris',
  MEST: 'Europe/Paris',
  EET: 'Europe/Athens',
  EEST: 'Europe/Athens',
  MSK: 'Europe/Moscow',
  TRT: 'Europe/Istanbul',
  SAST: 'Africa/Johannesburg',
  CAT: 'Africa/Maputo',
  EAT: 'Africa/Nairobi',
  WAT: 'Africa/Lagos',
  GST: 'Asia/Dubai',
  PKT: 'Asia/Karachi',
  IST: 'Asia/Kolkata',
  ICT: 'Asia/Bangkok',
  WIB: 'Asia/Jakarta',
  SGT: 'Asia/Singapore',
  HKT: 'Asia/Hong_Kong',
  PHT: 'Asia/Manila',
  KST: 'Asia/Seoul',
  JST: 'Asia/Tokyo',
  AWST: 'Australia/Perth',
  ACST: 'Australia/Adelaide',
  ACDT: 'Australia/Adelaide',
  AEST: 'Australia/Sydney',
  AEDT: 'Australia/Sydney',
  NZST: 'Pacific/Auckland',
  NZDT: 'Pacific/Auckland',
}
