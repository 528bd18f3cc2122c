import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describeFault, main, run as runHere } from "../../scripts/cli";
import { fixedClock } from "../../scripts/clock";

const root = join(__dirname, "..", "..");
const run = async (...argv: string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(argv, { root, environment: { PATH: process.env.PATH, HOME: process.env.HOME }, clock: fixedClock("2026-11-22T00:00:00Z"), stdout, stderr });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString("utf8");
  return { code, stdout: text(stdout), stderr: text(stderr) };
};

describe("the command line", () => {
  test("--help lists every command and the exit codes on stdout, and is no error", async () => {
    const { code, stdout, stderr } = await run("--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const name of ["doctor", "bootstrap", "synth", "list", "check", "gate", "plan", "review", "apply", "promote", "status", "controls", "emulator", "ledger", "unlock", "retire"]) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(stdout).toMatch(/Exit codes: 0 done, 1 blocked/);
  });

  test.each(["bootstrap", "plan", "review", "apply", "promote", "status", "unlock", "retire", "synth", "check", "gate", "list"])("%s --help shows an example", async (command) => {
    expect((await run(command, "--help")).stdout).toMatch(/Examples?:\n {2}\.\/portcullis/);
  });

  test("a mistyped command, option or environment is a usage error with the nearest word", async () => {
    expect(await run("promot")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Did you mean promote/) });
    expect(await run("status", "--formt", "json")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Did you mean --format/) });
    expect(await run("controls", "--framework", "cis-aws-7")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Did you mean cis-aws-7\.0/) });
    expect(await run("promote", "--to", "stagin")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Did you mean staging/) });
  });

  test("an endpoint that is not on this machine is refused before anything is asked of it", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const environment = { PATH: process.env.PATH, HOME: process.env.HOME, AWS_ENDPOINT_URL: "https://sts.amazonaws.com.evil.example" };
    const code = await main(["status"], { root, environment, clock: fixedClock("2026-11-22T00:00:00Z"), stdout, stderr });
    expect(code).toBe(2);
    expect((stderr.read() as Buffer).toString("utf8")).toMatch(/is not on this machine/);
  });

  test("with --format json an error is one JSON document on stdout", async () => {
    for (const format of [["--format", "json"], ["--format=json"]]) {
      const { code, stdout } = await run("review", "no-such-file.json", ...format);
      expect(code).toBe(2);
      expect(JSON.parse(stdout).error).toMatchObject({ id: "file-unreadable", where: "no-such-file.json", exitCode: 2 });
    }
  });

  test("an error says what is wrong, where, what to do, and where its page is", () => {
    expect(describeFault({ id: "state-locked", problem: "the state is locked", where: "s3://x", details: ["by somebody"], remedy: "wait" })).toMatch(
      /the state is locked\n {2}where: {2}s3:\/\/x\n {2}by somebody\n {2}to do: {2}wait\n {2}\(state-locked: docs\/runbooks\/state-locked\.md\)/,
    );
  });
});

describe("a closed pipe on stdout", () => {
  const { argv } = process;
  const exit = jest.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const listeners = process.stdout.listeners("error");
  const fail = (code: string) => process.stdout.emit("error", Object.assign(new Error(code), { code }));
  afterEach(() => {
    process.argv = argv;
    process.exitCode = undefined;
    for (const listener of process.stdout.listeners("error")) if (!listeners.includes(listener)) process.stdout.off("error", listener as () => void);
    exit.mockReset();
  });
  afterAll(() => [exit, stderr].forEach((spy) => spy.mockRestore()));

  test("ends no command, and makes none a success that is none", async () => {
    process.argv = ["node", "portcullis", "gate"];
    const running = runHere(root);
    fail("EPIPE");
    fail("ERR_STREAM_DESTROYED");
    await running;
    expect(exit).not.toHaveBeenCalled();
    expect(process.exitCode).toBe(2);
  });

  test("is the only fault of it that is none: on a full disk the command has failed", async () => {
    process.argv = ["node", "portcullis", "gate"];
    const running = runHere(root);
    fail("ENOSPC");
    await running;
    expect(exit).toHaveBeenCalledWith(3);
  });
});
