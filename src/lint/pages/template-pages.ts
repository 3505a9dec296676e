import type { CodePages } from './code-page'

const documented = { ground: 'documented', source: 'Datadog docs, Notification variables' } as const

/** What is wrong in a title or message. The tests read both of each. */
export const templatePages: CodePages<`M${string}`> = {
  M001: {
    why: 'A block shows its text where its question is met, up to the tag that closes it.',
    bad: '{{#if @usr.id}}by {{@usr.id}}',
    good: '{{#if @usr.id}}by {{@usr.id}}{{/if}}',
    ...documented,
  },
  M002: {
    why: 'A closing tag names the block that is open.',
    bad: '{{#if @usr.id}}by a user{{/is_match}}{{/if}}',
    good: '{{#if @usr.id}}by a user{{/if}}',
    ...documented,
  },
  M003: {
    why: 'What is filled in stands between two pairs of braces.',
    bad: 'by {{@usr.id',
    good: 'by {{@usr.id}}',
    ...documented,
  },
  M004: {
    why: 'Datadog knows a few helpers. Another word is shown as it is, or not at all.',
    bad: '{{#unless @usr.id}}nobody{{/unless}}',
    good: '{{#if @usr.id}}{{@usr.id}}{{else}}nobody{{/if}}',
    ...documented,
  },
  M005: {
    why: 'is_match takes a name and then one text or more, in quotes; if takes a name alone.',
    bad: '{{#is_match}}admin{{/is_match}}',
    good: '{{#is_match "@usr.id" "admin"}}admin{{/is_match}}',
    ...documented,
  },
  M006: {
    why: 'eval works numbers out: + - * / % ^, brackets and a few functions.',
    bad: '{{eval "@bytes +"}}',
    good: '{{eval "@bytes/1000"}}',
    ...documented,
  },
  M007: {
    why: 'A name that Datadog never fills is empty in every signal.',
    bad: 'by {{@@usr.id}}',
    good: 'by {{@usr.id}}',
    ...documented,
  },
  M008: {
    why: 'Attributes begin with @. Without it the name is one of the few that the signal itself has.',
    bad: 'by {{usr.id}}',
    good: 'by {{@usr.id}}',
    ...documented,
  },
  M009: {
    why: 'local_time takes a time zone by its name in the tz database.',
    bad: "{{local_time 'timestamp' 'Paris'}}",
    good: "{{local_time 'timestamp' 'Europe/Paris'}}",
    ...documented,
  },
  M010: {
    why: 'Blocks that nest very deeply take memory wherever they are read, so there is a bound.',
    isMet: true,
    bad: '{{#if @a}}{{#if @b}}{{#if @c}}… and some hundred more',
    good: '{{#if @a}}{{#if @b}}both{{/if}}{{/if}}',
    ground: 'assumed',
    source: 'a bound of ddac; no default rule comes near',
  },
  M011: { why: 'Braces without a name show nothing.', bad: 'by {{ }}', good: 'by {{@usr.id}}', ...documented },
  M012: {
    why: 'else stands once, alone in its braces, inside of a block.',
    bad: '{{#if @a}}a{{else}}b{{else}}c{{/if}}',
    good: '{{#if @a}}a{{else}}b{{/if}}',
    ...documented,
  },
}
