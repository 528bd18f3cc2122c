import { requireLoopback } from "../../../scripts/emulator";
import { ExitCode, PortcullisError } from "../../../scripts/errors";

const refusal = (endpoint: string): PortcullisError => {
  try {
    requireLoopback(endpoint);
  } catch (error) {
    return error as PortcullisError;
  }
  throw new Error(`${endpoint} was let through`);
};

describe("requireLoopback", () => {
  test.each(["http://127.0.0.1:4566", "http://127.8.9.10:1", "http://localhost:4566", "http://[::1]:4566"])("lets %s through", (endpoint) => {
    expect(requireLoopback(endpoint)).toBe(endpoint);
  });

  it("takes a slash away from the end", () => {
    expect(requireLoopback("http://127.0.0.1:4566/")).toBe("http://127.0.0.1:4566");
  });

  test.each([
    "https://sts.amazonaws.com",
    "http://127.0.0.1.example.com:4566",
    "http://localhost.example.com",
    "http://127.0.0.1@evil.example.com",
    "http://0.0.0.0:4566",
    "ftp://127.0.0.1",
    "127.0.0.1:4566",
    "",
  ])("refuses %j as a usage error", (endpoint) => {
    const error = refusal(endpoint);
    expect(error).toBeInstanceOf(PortcullisError);
    expect([error.exitCode, error.fault.id]).toEqual([ExitCode.usage, "endpoint-not-loopback"]);
  });

  it("prints no password of an endpoint", () => {
    expect(JSON.stringify(refusal("https://user:s3cret@example.com").fault)).not.toContain("s3cret");
  });
});
