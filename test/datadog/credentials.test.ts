import { inspect } from 'node:util'
import { readAccess } from '../../src/datadog/credentials'

const keys = { DD_API_KEY: 'api-key-of-the-test', DD_APP_KEY: 'app-key-of-the-test' }

function failure(run: () => unknown): { code?: string; message: string; help?: string } {
  try {
    run()
  } catch (error) {
    return error as Error & { code: string; help: string }
  }
  throw new Error('it did not fail')
}

describe('where a tenant is reached', () => {
  it.each([
    ['nothing is said', {}, {}, {}, 'https://api.datadoghq.com'],
    ['the file names a site', { site: 'us5.datadoghq.com' }, {}, {}, 'https://api.us5.datadoghq.com'],
    [
      'the environment wins over the file',
      { site: 'datadoghq.com' },
      { DD_SITE: 'datadoghq.eu' },
      {},
      'https://api.datadoghq.eu',
    ],
    [
      'the long spelling wins',
      {},
      { DD_SITE: 'datadoghq.com', DATADOG_SITE: 'ap1.datadoghq.com' },
      {},
      'https://api.ap1.datadoghq.com',
    ],
    [
      'a flag wins over all',
      {},
      { DD_SITE: 'datadoghq.eu', DDAC_API_URL: 'https://dd.example.com' },
      { site: 'ddog-gov.com' },
      'https://api.ddog-gov.com',
    ],
    ["an address of one's own", {}, { DDAC_API_URL: 'https://dd.example.com' }, {}, 'https://dd.example.com'],
    ['http on loopback', {}, { DDAC_API_URL: 'http://127.0.0.1:8126/' }, {}, 'http://127.0.0.1:8126'],
    ['http on IPv6 loopback', {}, { DDAC_API_URL: 'http://[::1]:8126' }, {}, 'http://[::1]:8126'],
  ])('%s', (_title, file, environment, flags, expected) => {
    expect(readAccess({ tenant: 'prod', ...file }, { ...keys, ...environment }, flags).baseUrl).toBe(expected)
  })

  it.each([
    [{ DD_SITE: 'datadoghq.com.example.com' }, 'is not a Datadog site'],
    [{ DD_SITE: 'example.com' }, 'is not a Datadog site'],
    [{ DDAC_API_URL: 'http://dd.example.com' }, 'unencrypted'],
    [{ DDAC_API_URL: 'http://127.0.0.1.example.com' }, 'unencrypted'],
    [{ DDAC_API_URL: 'https://someone:s3cret@dd.example.com' }, 'a user or a password'],
    [{ DDAC_API_URL: 'https://dd.example.com/api' }, 'more than a host'],
    [{ DDAC_API_URL: 'dd.example.com' }, 'not an address'],
    [{ DDAC_API_URL: 'file:///etc/passwd' }, 'unencrypted'],
  ])('%j is refused before any key is sent', (environment, message) => {
    const error = failure(() => readAccess({ tenant: 'prod' }, { ...keys, ...environment }))
    expect(error).toMatchObject({ code: 'configuration', message: expect.stringContaining(message) })
    expect(error.message).not.toContain('s3cret')
  })
})

describe('the keys of a tenant', () => {
  it.each([
    ['the short spelling', {}, keys, ['api-key-of-the-test', 'app-key-of-the-test']],
    [
      'the long spelling wins',
      {},
      { ...keys, DATADOG_API_KEY: 'long-api-key' },
      ['long-api-key', 'app-key-of-the-test'],
    ],
    [
      'variables of its own',
      { apiKeyVariable: 'PROD_API', appKeyVariable: 'PROD_APP' },
      { ...keys, PROD_API: 'prod-api', PROD_APP: 'prod-app' },
      ['prod-api', 'prod-app'],
    ],
    [
      'space around a key is not part of it',
      {},
      { DD_API_KEY: ' a-key\n', DD_APP_KEY: 'another' },
      ['a-key', 'another'],
    ],
  ])('%s', (_title, file, environment, expected) => {
    const { credentials } = readAccess({ tenant: 'prod', ...file }, environment)
    expect(credentials.kind === 'keys' && [credentials.apiKey.reveal(), credentials.appKey.reveal()]).toEqual(expected)
  })

  it('a bearer token stands in for both keys', () => {
    const { credentials } = readAccess({ tenant: 'prod' }, { DD_BEARER_TOKEN: 'ddpat_token' })
    expect(credentials.kind === 'bearer' && credentials.token.reveal()).toBe('ddpat_token')
  })

  it('a tenant with variables of its own never takes the customary token', () => {
    const access = { tenant: 'prod', apiKeyVariable: 'PROD_API', appKeyVariable: 'PROD_APP' }
    expect(failure(() => readAccess(access, { ...keys, DD_BEARER_TOKEN: 'ddpat_token' }))).toMatchObject({
      code: 'configuration',
      help: expect.stringContaining('PROD_API and PROD_APP'),
    })
  })

  it.each([
    [{}, 'has no keys', 'DD_API_KEY and DD_APP_KEY'],
    [{ DD_API_KEY: 'only-this' }, 'has no application key', 'Set DD_APP_KEY'],
    [{ DD_APP_KEY: 'only-this' }, 'has no API key', 'Set DD_API_KEY'],
    [{ DD_API_KEY: '', DD_APP_KEY: '  ' }, 'has no keys', 'DD_API_KEY'],
  ])('%j: says which to set, and quotes none', (environment, message, help) => {
    const error = failure(() => readAccess({ tenant: 'prod' }, environment))
    expect(error).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    })
    expect(inspect(error)).not.toContain('only-this')
  })

  it('a key with a line break inside is refused by the name of its variable alone', () => {
    const error = failure(() => readAccess({ tenant: 'prod' }, { DD_API_KEY: 'first\nsecond', DD_APP_KEY: 'x' }))
    expect(error).toMatchObject({ code: 'configuration', message: expect.stringContaining('DD_API_KEY') })
    expect(inspect(error)).not.toContain('second')
  })
})
