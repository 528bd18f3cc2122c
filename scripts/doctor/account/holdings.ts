import type { Store } from "../../stores";

/** What of Terraform's state is read here. */
interface StateFile {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes?: Readonly<Record<string, unknown>> }[];
  }[];
}

/** `<environment>-<stack>-<region>.tfstate`; the state of a stack that is there once an account names no region. */
const regionIn = (key: string): string | undefined => /-([a-z]{2}(?:-[a-z]+)+-\d)\.tfstate$/.exec(key)?.[1];

const entry = (type: string, id: string, region = "any region"): string => JSON.stringify([type, id, region]);

/** What the states of an environment hold: the one sure sign that Portcullis made or imported a thing. */
export class Holdings {
  private readonly entries: ReadonlySet<string>;

  constructor(states: ReadonlyMap<string, StateFile>, homeRegion: string) {
    this.entries = new Set(
      [...states].flatMap(([key, { resources = [] }]) =>
        resources
          .filter(({ mode }) => mode === "managed")
          .flatMap(({ type, instances }) =>
            instances.flatMap(({ attributes = {} }) =>
              identities(attributes).flatMap((id) => [entry(type, id), entry(type, id, regionIn(key) ?? homeRegion)]),
            ),
          ),
      ),
    );
  }

  public holds = (type: string, id: string, region?: string): boolean => this.entries.has(entry(type, id, region));
}

/** Id, ARN and name; the enabler's id of Inspector begins with the account: `111111111111-EC2:ECR`. */
const identities = ({ id, arn, name }: Readonly<Record<string, unknown>>): readonly string[] =>
  [id, arn, name, typeof id === "string" ? /^(\d{12})-/.exec(id)?.[1] : undefined].filter((each) => typeof each === "string");

/** An account that was never bootstrapped has no bucket of states, and Portcullis holds nothing in it. */
export const readHoldings = async (store: Store, environment: { readonly name: string; readonly homeRegion: string }): Promise<Holdings> => {
  const keys = await store.list(`${environment.name}-`).catch((error: Error) => {
    if (error.name === "NoSuchBucket") return [];
    throw error;
  });
  const states = new Map<string, StateFile>();
  for (const key of keys.filter((each) => each.endsWith(".tfstate"))) {
    const bytes = await store.get(key);
    if (bytes !== undefined) states.set(key, JSON.parse(Buffer.from(bytes).toString("utf8")) as StateFile);
  }
  return new Holdings(states, environment.homeRegion);
};
