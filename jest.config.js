/** Four kinds of test, one folder each; `npm run test:<kind>` runs one. */
const transform = {
  "^.+\\.(t|j|mj)sx?$": [
    "@swc/jest",
    {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
      sourceMaps: "inline",
    },
  ],
};
const project = (name, timeoutSeconds) => ({
  displayName: name,
  rootDir: __dirname,
  roots: [`<rootDir>/test/${name}`],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  transform,
  transformIgnorePatterns: ["/node_modules/"],
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdktf.out", "<rootDir>/.portcullis"],
  globals: { timeoutSeconds },
  setupFilesAfterEnv: ["<rootDir>/test/support/set-timeout.ts"],
});
module.exports = {
  projects: [project("unit", 60), project("contract", 120), project("integration", 600), project("e2e", 1200)],
};
