/** The part of Terraform's state file, version 4, that Portcullis reads. */
export interface StateFile {
  readonly version: number;
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      /** Set on an object that is to be destroyed after its replacement. */
      readonly deposed?: string;
      readonly attributes?: { readonly id?: unknown };
    }[];
  }[];
}

/** Address → state id of every current managed object; the id is empty where a type has none. */
export function stateIds(state: StateFile): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const resource of state.resources ?? []) {
    if (resource.mode !== "managed") continue;
    const address = [resource.module, resource.type, resource.name].filter(Boolean).join(".");
    for (const instance of resource.instances) {
      if (instance.deposed !== undefined) continue;
      const index = instance.index_key === undefined ? "" : `[${JSON.stringify(instance.index_key)}]`;
      const id = instance.attributes?.id;
      ids.set(`${address}${index}`, typeof id === "string" ? id : "");
    }
  }
  return ids;
}
