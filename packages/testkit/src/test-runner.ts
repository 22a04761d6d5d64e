/** What a suite needs of a test runner: `@jest/globals` fits. Suites are handed it, so that they can be loaded outside of one. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}
