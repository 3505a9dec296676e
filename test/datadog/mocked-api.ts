import nock from 'nock'

// To load it takes HTTP over: whoever only stands in the same file or worker is left alone.
nock.restore()

/**
 * Takes over HTTP for the tests of a file: a call that no mock awaits fails, and a mock that no call came for fails the
 * test. Other files find HTTP as it was.
 */
export function mockApi(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate()
    nock.disableNetConnect()
  })
  afterEach(() => {
    expect(nock.pendingMocks()).toEqual([])
    nock.cleanAll()
  })
  afterAll(() => {
    nock.enableNetConnect()
    nock.restore()
  })
}
