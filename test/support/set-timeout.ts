/** jest reads `testTimeout` from the command line and the top of its configuration, never from a project. */
jest.setTimeout((globalThis as unknown as { timeoutSeconds: number }).timeoutSeconds * 1000);
