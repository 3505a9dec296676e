import type { EventRef, GroupValues } from '../../detect/methods/method-miss'
import { lapseText, momentText } from '../../diagnostic/times'
import { unreachable } from '../../diagnostic/unreachable'
import type { NearMiss, Part, Shortfall } from '../../explain/explanation'

/** A near miss for people: one word for its kind, a sentence, and the logs that it is about, a line each. */
export interface NearMissText {
  readonly word: string
  readonly sentence: string
  readonly lines: readonly (readonly string[])[]
}

export function nearMissText(miss: NearMiss): NearMissText {
  switch (miss.kind) {
    case 'time':
      return { word: 'too late', sentence: about(miss, lateText(miss)), lines: partLines(miss.parts) }
    case 'count':
      return {
        word: 'too few',
        sentence: about(miss, `${shortText(miss.short)} ${inWindow(miss.windowMs)}`),
        lines: at(miss),
      }
    case 'pause': {
      const sentence = `the longest pause was ${lapseText(miss.pauseMs)}, and silence takes more than ${lapseText(miss.windowMs)}`
      return { word: 'no silence', sentence: about(miss, sentence), lines: at(miss) }
    }
    case 'answered': {
      const sentence = `answered after ${lapseText(miss.by.atMs - miss.event.atMs)}, within ${lapseText(miss.windowMs)}`
      return { word: 'answered', sentence: about(miss, sentence), lines: [eventLine(miss.event), eventLine(miss.by)] }
    }
    case 'order': {
      const ahead = miss.aheadMs === 0 ? 'just' : lapseText(miss.aheadMs)
      const sentence = of(miss.group, `${miss.second} came ${ahead} before ${miss.first}, and must come after it`)
      return { word: 'order', sentence, lines: partLines(miss.parts) }
    }
    case 'group': {
      const fields = miss.fields.join(' and ')
      const lacks = miss.parts.some(({ values }) => values.includes(undefined))
      const why = lacks ? `but for ${fields}, which some of the logs lack` : `only across logs that differ in ${fields}`
      const sentence = `${miss.stage.name}: true ${why}`
      return { word: 'group', sentence, lines: valueLines(miss) }
    }
    case 'excluded':
      return {
        word: 'excluded',
        sentence: about(miss, `true with the logs that ${listOf(miss.suppressions, 'a suppression')} took away`),
        lines: partLines(miss.parts),
      }
    case 'filtered':
      return {
        word: 'filtered',
        sentence: about(miss, "true with the logs that the rule's own filters took away"),
        lines: partLines(miss.parts),
      }
    case 'hiddenSource':
      return {
        word: 'hidden',
        sentence: about(miss, `true with the signals that ${listOf(miss.suppressions, 'a suppression')} hid`),
        lines: partLines(miss.parts),
      }
    case 'schedule': {
      const next = miss.nextRunMs === undefined ? 'no run follows' : `the next run is at ${momentText(miss.nextRunMs)}`
      const sentence = `true at ${momentText(miss.atMs)}; ${next} and looks back ${lapseText(miss.windowMs)}`
      return { word: 'schedule', sentence: about(miss, sentence), lines: [] }
    }
    case 'learning': {
      const until =
        miss.untilMs === undefined
          ? `the first ${miss.learnedValues ?? 0} values of a group are learned in silence`
          : `the rule learns in silence until ${momentText(miss.untilMs)}`
      return { word: 'learning', sentence: of(miss.group, `a new value, but ${until}`), lines: [eventLine(miss.event)] }
    }
    case 'known': {
      const ago = lapseText(miss.event.atMs - miss.seen.atMs)
      const sentence = `${miss.value} was seen ${ago} before, and is forgotten only after ${lapseText(miss.forgetAfterMs)}`
      return { word: 'known', sentence: of(miss.group, sentence), lines: [eventLine(miss.seen), eventLine(miss.event)] }
    }
    case 'travel': {
      const { distanceKm, speedKmH, limits } = miss
      const speed = Number.isFinite(speedKmH) ? `at ${Math.round(speedKmH)} km/h` : 'in no time'
      const sentence = `${Math.round(distanceKm)} km ${speed}; it takes more than ${limits.distanceKm} km and ${limits.speedKmH} km/h`
      return {
        word: 'possible',
        sentence: of(miss.group, sentence),
        lines: [eventLine(miss.from), eventLine(miss.event)],
      }
    }
    case 'usual': {
      const why =
        miss.untilMs === undefined
          ? 'the place, or the change of address, is usual for the user'
          : `the user's places are learned until ${momentText(miss.untilMs)}`
      const lines = [eventLine(miss.from), eventLine(miss.event)]
      return { word: 'usual', sentence: of(miss.group, `an impossible journey, but ${why}`), lines }
    }
    case 'ungraded': {
      const sentence = "a root query matches, no case's query does, and there is no default status"
      return { word: 'ungraded', sentence: of(miss.group, sentence), lines: [eventLine(miss.event)] }
    }
    default:
      return unreachable(miss)
  }
}

function lateText({ window, lateMs, short }: Extract<NearMiss, { kind: 'time' }>): string {
  const late = lapseText(lateMs)
  if (window.what === 'transition')
    return `came ${late} after the ${lapseText(window.windowMs)} that it has from the step before`
  const held = short.length === 0 ? 'not true' : shortText(short)
  return `${held} ${inWindow(window.windowMs)}; the last came ${late} too late`
}

function inWindow(windowMs: number): string {
  return windowMs === 0 ? 'at one single event' : `within ${lapseText(windowMs)}`
}

function shortText(short: readonly Shortfall[]): string {
  return short
    .map(({ comparison, reached, bound, needed }) =>
      needed === undefined
        ? `${comparison} with ${reached} against ${bound}`
        : `${reached} of the ${needed} needed (${comparison})`,
    )
    .join(' and ')
}

function about(miss: { readonly stage: { readonly name: string }; readonly group: GroupValues }, sentence: string) {
  return of(miss.group, `${miss.stage.name}: ${sentence}`)
}

function of(group: GroupValues, sentence: string): string {
  const text = groupText(group)
  return text === '' ? sentence : `${text}  ${sentence}`
}

/** A group as `@usr.id=ann  @org=acme`; empty without fields. */
export function groupText(group: GroupValues): string {
  return Object.entries(group)
    .map(([field, value]) => `${field}=${value}`)
    .join('  ')
}

function partLines(parts: readonly Part[]): NearMissText['lines'] {
  return parts.map((part) => [part.step, momentText(part.atMs), eventsText(part)])
}

function valueLines({ parts }: Extract<NearMiss, { kind: 'group' }>): NearMissText['lines'] {
  return parts.map((part) => [
    part.step,
    momentText(part.atMs),
    part.values.map((value) => (value === undefined ? '(absent)' : value)).join(', '),
    eventsText(part),
  ])
}

function eventsText({ first, total }: Part): string {
  const ids = first.map(({ id }) => id).join(' ')
  return total > first.length ? `${ids} and ${total - first.length} more` : ids
}

function eventLine({ id, atMs }: EventRef): readonly string[] {
  return [momentText(atMs), id]
}

function at({ atMs }: { readonly atMs: number }): NearMissText['lines'] {
  return [['nearest at', momentText(atMs)]]
}

function listOf(names: readonly string[], otherwise: string): string {
  return names.join(', ') || otherwise
}
