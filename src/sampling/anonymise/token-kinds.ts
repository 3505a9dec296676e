import { isAddress } from '../../event/ip-address'
import type { Make } from './pseudonyms'

/** A kind of token that is found inside of texts, and what a name in its place looks like. */
export interface TokenKind {
  readonly name: string
  /** Sticky; a token begins where no letter or digit stands before it. */
  readonly pattern: RegExp
  /** Whether what the pattern found is one. */
  readonly accepts?: (text: string) => boolean
  readonly make: (text: string) => Make
}

const digits = '0123456789'
const hex = '0123456789abcdef'
const letters = 'abcdefghijklmnopqrstuvwxyz'
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What stands in an ARN as it is: names that AWS gives, and no customer. */
const services = new Set(
  'access-analyzer acm apigateway autoscaling backup bedrock cloudformation cloudfront cloudtrail cloudwatch codebuild cognito-idp config dynamodb ebs ec2 ecr ecs eks elasticloadbalancing es events firehose glue guardduty iam inspector2 kinesis kms lambda logs macie2 organizations rds redshift route53 s3 sagemaker secretsmanager securityhub ses signin sns sqs ssm sso states sts wafv2'.split(
    ' ',
  ),
)
const resourceTypes =
  'access-key accesspoint alarm assumed-role bucket cluster db detector distribution federated-user finding function group hostedzone identity image instance instance-profile key launch-template layer log-group mfa network-interface oidc-provider parameter policy repository role root rule saml-provider secret security-group server-certificate service snapshot stack subnet table task topic trail user volume vpc'

const alternatives = (words: string): string => words.split(' ').join('|')

const region =
  /^(?:us|eu|ap|sa|ca|me|af|il|cn|mx)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d$/

/** The beginning of an ARN, up to the account: partition, service and region. */
export const arnStart = /(arn:aws(?:-cn|-us-gov|-iso|-iso-b)?:)([a-z0-9-]*):([a-z0-9-]*)(?=:)/y

/** Whether a service or a region is one that AWS has. */
export function isOfAws(name: string): boolean {
  return name === '' || services.has(name) || region.test(name)
}

/** What kind of thing an ARN speaks of, right behind its account. */
export const arnResource = new RegExp(`:(?:${alternatives(resourceTypes)})(?=[^\\p{L}\\p{N}]|$)`, 'uy')

const topDomains =
  'com net org io dev cloud co ai app gov edu mil eu de uk fr nl ch at it es se no dk fi pl us ca au jp cn in br ru info biz internal local lan corp example test invalid aws'

/** Letters and digits of any script, and what is no punctuation of ASCII: people call themselves by pictures, too. */
const sign = '[\\p{L}\\p{N}\\p{M}]|(?![\\0-\\x7f])[\\p{S}\\p{Co}\\p{Cn}\\p{Cf}]'

/** A sign of a word. */
export const wordSign = new RegExp(sign, 'u')

/** Sticky: a word. */
export const wordSigns = new RegExp(`(?:${sign})+`, 'uy')

/** A key that is somebody's domain, and no name of a field: `acme.com`. */
export const domainKey =
  /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.(?:com|net|org|io|edu|gov|mil|eu|de|uk|fr|nl|ch|es|dk|fi|pl|au|jp|cn|br|ru|biz|internal|local|lan|corp|cloud|example|test|invalid)$/iu

/** All kinds, in the order in which they are looked for. What none of them finds is punctuation and stays. */
export const tokenKinds: readonly TokenKind[] = [
  {
    name: 'uuid',
    pattern: /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\p{L}\p{N}])/uy,
    make: (text) => (random) => {
      const lower = [8, 4, 4, 4, 12].map((length) => random.text(hex, length)).join('-')
      return /[A-F]/.test(text) ? lower.toUpperCase() : lower
    },
  },
  {
    name: 'mac',
    pattern: /(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}(?![\p{L}\p{N}:-])/uy,
    // A locally administered address: no maker has it.
    make: (text) => (random) =>
      ['02', ...Array.from({ length: 5 }, () => random.text(hex, 2))].join(text.includes(':') ? ':' : '-'),
  },
  {
    name: 'address',
    pattern: /(?:[0-9a-fA-F]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4})(?![\p{L}\p{N}:])/uy,
    accepts: isAddress,
    // RFC 3849: for documentation.
    make: () => (random) => `2001:db8:${Array.from({ length: 6 }, () => `f${random.text(hex, 3)}`).join(':')}`,
  },
  {
    name: 'address',
    pattern: /\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}]|\.\d)/uy,
    accepts: isAddress,
    make: fourBytes,
  },
  {
    name: 'access key',
    pattern: /(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|APKA|ABIA|ACCA)[A-Z0-9]{12,}(?![\p{L}\p{N}])/uy,
    make: (text) => (random) => text.slice(0, 4) + random.text(capitals, text.length - 4),
  },
  {
    name: 'resource',
    pattern: /(?:i|vol|sg|subnet|vpc|eni|ami|snap|rtb|igw|nat|acl|eipalloc|lt|fs)-[0-9a-f]{8,17}(?![\p{L}\p{N}])/uy,
    make: (text) => (random) => {
      const start = text.indexOf('-') + 1
      return text.slice(0, start) + random.text(hex, text.length - start)
    },
  },
  {
    name: 'domain',
    // As long as a domain may be (RFC 1035), so that a text of dots costs no more than its length.
    pattern: new RegExp(
      `(?:[\\p{L}\\p{N}_-]{1,63}\\.){1,12}(?:${alternatives(topDomains)})(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`,
      'iuy',
    ),
    make: (text) => (random) => {
      const labels = text.split('.').slice(0, -1)
      // RFC 2606: nobody's.
      return `${labels.map(() => word(random)).join('.')}.example.com`
    },
  },
  {
    name: 'account',
    pattern: /\d{12}(?![\p{L}\p{N}])/uy,
    make: () => (random) => `1111${random.text(digits, 8)}`,
  },
  {
    name: 'hex',
    pattern: /(?:[0-9a-f]{16,}|[0-9A-F]{16,})(?![\p{L}\p{N}])/uy,
    accepts: (text) => /[a-fA-F]/.test(text),
    make: (text) => (random) => random.text(/[A-F]/.test(text) ? hex.toUpperCase() : hex, text.length),
  },
  {
    name: 'number',
    pattern: /\d+(?![\p{L}\p{N}\p{M}])/uy,
    make: (text) => (random) => `${1 + random.below(9)}${random.text(digits, text.length - 1)}`,
  },
  {
    name: 'word',
    pattern: wordSigns,
    make: (text) => (random) => inCaseOf(text, word(random)),
  },
]

/** Public addresses become some of the range for benchmarks (RFC 2544), private ones stay private. */
function fourBytes(text: string): Make {
  if (/^(?:127|0)\.|^255\.255\.255\.255$/.test(text)) return () => text
  const isPrivate = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(text)
  return (random) =>
    isPrivate
      ? `10.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`
      : `198.${18 + random.below(2)}.${random.below(256)}.${1 + random.below(254)}`
}

function word(random: { text(alphabet: string, length: number): string }): string {
  return random.text(letters, 1) + random.text(letters + digits, 7)
}

/** Small letters, capitals or a capital first, as the original has it. */
function inCaseOf(text: string, name: string): string {
  if (text === text.toLowerCase()) return name
  if (text === text.toUpperCase()) return name.toUpperCase()
  return (name[0] ?? '').toUpperCase() + name.slice(1)
}
