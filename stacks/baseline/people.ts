import { Construct } from "constructs";
import { standardRoles, type Environment, type Names, type StandardRoleName } from "../../environments";
import { satisfies, type ControlId, type Statement } from "../../modules/core";
import { ExceptionGroup, ExceptionUser } from "../../modules/identity-exceptions";
import { denyDataReads, StandardRole } from "../../modules/standard-role";
import { trustOf } from "./trust";

export interface PeopleProps {
  readonly environment: Environment;
  readonly names: Names;
  readonly permissionsBoundaryArn: string;
}

interface RoleContent {
  readonly description: string;
  readonly managedPolicies: Readonly<Record<string, string>>;
  readonly denials?: readonly Statement[];
  readonly controls: readonly ControlId[];
}

/**
 * What each role holds. The permissions boundary confines all of them to the services in use; break-glass too, which is
 * everything but IAM, the organisation and the account: the frame itself is lifted by bootstrap alone, by people.
 */
const contents: Readonly<Record<StandardRoleName, RoleContent>> = {
  support: {
    description: "Works on incidents with AWS Support",
    managedPolicies: { support: "AWSSupportAccess" },
    controls: ["cis-aws-7.0:2.15", "hipaa:164_308_a_6_ii"],
  },
  "security-audit": {
    description: "Reads the security configuration of the account",
    managedPolicies: { "security-audit": "SecurityAudit", "view-only": "job-function/ViewOnlyAccess" },
    denials: [denyDataReads],
    controls: ["hipaa:164_308_a_8"],
  },
  "read-only": {
    description: "Reads the configuration of the account, never its data",
    managedPolicies: { "read-only": "ReadOnlyAccess" },
    denials: [denyDataReads],
    controls: ["hipaa:164_308_a_4_ii_b"],
  },
  "break-glass": {
    description: "Emergencies, with MFA, for an hour; every use rings the alarm",
    managedPolicies: { "power-user": "PowerUserAccess" },
    controls: ["hipaa:164_312_a_2_ii"],
  },
};

/** The roles that people work with, and the users that are exceptions: those may assume such roles and do nothing else. */
export class People extends Construct {
  constructor(scope: Construct, id: string, props: PeopleProps) {
    super(scope, id);
    for (const role of standardRoles) this.addRole(role, props);
    this.addExceptions(props);
  }

  private addRole(role: StandardRoleName, { environment, names, permissionsBoundaryArn }: PeopleProps): void {
    const { controls, ...content } = contents[role];
    const made = new StandardRole(this, role, {
      ...content,
      name: names.standardRole(role),
      trust: trustOf(role, environment, names),
      permissionsBoundaryArn,
    });
    for (const attachment of made.attachments) satisfies(attachment, ...controls);
  }

  private addExceptions({ environment, names, permissionsBoundaryArn }: PeopleProps): void {
    const { exceptions } = environment.baseline;
    const groups = new Map<StandardRoleName, ExceptionGroup>();
    for (const role of standardRoles) {
      const members = exceptions.filter(({ roles }) => roles.includes(role));
      if (members.length === 0) continue;
      const group = new ExceptionGroup(this, `exceptions-${role}`, {
        name: names.exceptionGroup(role),
        statements: [{ Sid: "AssumeRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: names.standardRoleArn(role) }],
        members: members.map(({ name, expires }) => ({ name: names.exceptionUser(name), expires })),
      });
      groups.set(role, group);
    }
    for (const { name, reason, expires, roles } of exceptions) {
      new ExceptionUser(this, `exception-${name}`, {
        name: names.exceptionUser(name),
        reason,
        expires,
        groups: [...new Set(roles)].flatMap((role) => groups.get(role)?.name ?? []),
        permissionsBoundaryArn,
      });
    }
  }
}
