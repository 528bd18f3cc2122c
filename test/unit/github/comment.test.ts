import { PortcullisError } from "../../../scripts/errors";
import { upsertComment } from "../../../scripts/github";
import { startGitHub } from "./stand-in";

const token = "ghs_thisIsTheSecretToken";
const marker = "<!-- portcullis review -->";
const commentsPath = "/repos/example/castle/issues/7/comments";

describe("the one comment of a pull request", () => {
  let github: Awaited<ReturnType<typeof startGitHub>>;
  let waits: number[];
  beforeEach(async () => {
    github = await startGitHub();
    waits = [];
  });
  afterEach(() => github.close());

  const upsert = (change: object = {}) =>
    upsertComment({
      repository: "example/castle",
      pullRequest: 7,
      token,
      body: `${marker}\nfirst`,
      marker,
      apiUrl: github.apiUrl,
      wait: async (milliseconds) => void waits.push(milliseconds),
      ...change,
    });
  const faultOf = async (change: object = {}): Promise<PortcullisError> => {
    const error = await upsert(change).then(() => undefined, (reason: unknown) => reason);
    if (!(error instanceof PortcullisError)) throw new Error(`expected a PortcullisError, got ${String(error)}`);
    expect(JSON.stringify([error.message, error.fault])).not.toContain(token);
    return error;
  };
  const foreign = (body: string, login = "visitor", type = "User") =>
    github.comments.push({ id: github.comments.length + 1, body, html_url: "https://github.example/foreign", user: { login, type } });

  it("is created once and edited from then on", async () => {
    expect(await upsert()).toEqual({ url: "https://github.example/1", created: true });
    expect(await upsert({ body: `${marker}\nsecond` })).toEqual({ url: "https://github.example/1", created: false });
    expect(github.comments.map(({ body }) => body)).toEqual([`${marker}\nsecond`]);
    expect([...github.tokens]).toEqual([`Bearer ${token}`]);
  });

  it("gets the marker where the body lacks it, so that it is found again", async () => {
    await upsert({ body: "first" });
    await upsert({ body: "second" });
    expect(github.comments.map(({ body }) => body)).toEqual([`${marker}\nsecond`]);
  });

  it("is found behind hundreds of others", async () => {
    for (let count = 0; count < 250; count += 1) foreign(`talk ${count}`);
    await upsert();
    await upsert({ body: `${marker}\nsecond` });
    expect(github.comments).toHaveLength(251);
    expect(github.comments.at(-1)?.body).toBe(`${marker}\nsecond`);
  });

  it("is never somebody else's, though it begins with the marker or quotes it", async () => {
    foreign(`${marker}\nlooks like a review`);
    foreign(`> ${marker}\nquoted`, "github-actions[bot]", "Bot");
    await upsert();
    expect(github.comments.map(({ body }) => body)).toEqual([`${marker}\nlooks like a review`, `> ${marker}\nquoted`, `${marker}\nfirst`]);
  });

  it("is known by login where the token may ask who it is", async () => {
    Object.assign(github.identity, { login: "reviewer", type: "User", mayAskWhoItIs: true });
    foreign(`${marker}\nby another person`);
    await upsert();
    await upsert({ body: `${marker}\nsecond` });
    expect(github.comments.map(({ body }) => body)).toEqual([`${marker}\nby another person`, `${marker}\nsecond`]);
  });

  it("is tried again after a passing failure, and not written twice when only the answer was lost", async () => {
    github.refuse(`GET ${commentsPath}`, { status: 502 }, { status: 500 });
    github.refuse(`POST ${commentsPath}`, { status: 504, afterwards: true });
    expect(await upsert()).toEqual({ url: "https://github.example/1", created: false });
    expect(github.comments).toHaveLength(1);
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it.each([
    ["retry-after", { status: 429, headers: { "retry-after": "7" } }, 7000],
    ["a secondary limit without a time", { status: 403, message: "You have exceeded a secondary rate limit" }, 60_000],
    ["a quota used up", { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1700000030", date: "Tue, 14 Nov 2023 22:13:20 GMT" } }, 30_000],
  ])("waits as GitHub asks: %s", async (_, refusal, milliseconds) => {
    github.refuse(`POST ${commentsPath}`, refusal);
    expect(await upsert()).toEqual({ url: "https://github.example/1", created: true });
    expect(waits).toEqual([milliseconds]);
  });

  it("is given up after five attempts, or where GitHub asks for longer than a job should wait", async () => {
    github.refuse(`POST ${commentsPath}`, ...Array(5).fill({ status: 503 }));
    expect(await faultOf()).toMatchObject({ exitCode: 3, fault: { id: "github-unavailable" } });
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
    github.refuse(`POST ${commentsPath}`, { status: 429, headers: { "retry-after": "3600" } });
    expect(await faultOf()).toMatchObject({ fault: { id: "github-unavailable" } });
  });

  it.each([
    [401, "github-token-refused", /fresh one/],
    [403, "github-forbidden", /pull-requests: write/],
    [404, "github-not-found", /number of the pull request/],
    [422, "github-unprocessable", /does not take/],
    [418, "github-refused", /answer above/],
  ])("answers %i with a message for people and does not try again", async (status, id, remedy) => {
    github.refuse(`POST ${commentsPath}`, { status, message: "the reason" });
    expect(await faultOf()).toMatchObject({
      exitCode: 3,
      fault: { id, problem: `GitHub answered ${status} to POST ${commentsPath}`, details: ["the reason"], remedy: expect.stringMatching(remedy) },
    });
    expect(waits).toEqual([]);
  });

  it("says so when nobody answers", async () => {
    await github.close();
    expect(await faultOf()).toMatchObject({ exitCode: 3, fault: { id: "github-unreachable" } });
  });

  it.each([
    ["http to another machine", { apiUrl: "http://api.github.com" }, "github-api-url"],
    ["no address", { apiUrl: "nonsense" }, "github-api-url"],
    ["a repository that leads elsewhere", { repository: "example/../../user" }, "github-repository"],
    ["no pull request", { pullRequest: Number.NaN }, "github-pull-request"],
    ["too long a body", { body: "x".repeat(65_537) }, "github-comment-too-long"],
  ])("sends nothing for %s", async (_, change, id) => {
    expect(await faultOf(change)).toMatchObject({ exitCode: 2, fault: { id } });
    expect(github.requests).toEqual([]);
  });
});
