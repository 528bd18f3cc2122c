/** What the deployment roles need in one AWS service in which Portcullis declares resources. */
export interface ServicePermissions {
  readonly service: string;
  /** Actions, without the service's prefix, that read configuration and never data. */
  readonly read: readonly string[];
  /** Actions that create, change and remove what the stacks declare. */
  readonly write: readonly string[];
  /**
   * Kind of resource by whose ARN writing is confined to the environment's own names, where the service's ARNs hold
   * names. @default anything, in the environment's regions
   */
  readonly named?: (base: string, accountId: string) => readonly string[];
  /** Service principals that stacks give a role to; iam:PassRole is confined to them. @default none */
  readonly roles?: readonly string[];
  /** Service principals to which the deploy roles of pipelines hand a role of the application. @default none */
  readonly handedOver?: readonly string[];
  /** Service principals whose service-linked roles AWS makes at the first use. @default none */
  readonly linkedRole?: string | readonly string[];
}

export const prefixed = (service: string, actions: readonly string[]): readonly string[] => actions.map((action) => `${service}:${action}`);
