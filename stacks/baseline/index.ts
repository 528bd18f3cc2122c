import type { Construct } from "constructs";
import { ExternalAccessAnalyzer, UnusedAccessAnalyzer } from "../../modules/access-analyzer";
import { AccountSettings, CostBudget } from "../../modules/account-settings";
import { ComputeDefaults } from "../../modules/compute-defaults";
import { inherits } from "../../modules/core";
import { ForwardedRoleAlarm, RoleAlarm } from "../../modules/role-alarm";
import { DocumentsNotPublic, SessionPreferences } from "../../modules/session-manager";
import { ClosedDefaultVpc } from "../../modules/vpc";
import { BaseStack } from "../base";
import type { StackDefinition, StackProps } from "../definition";
import { People } from "./people";

/**
 * What holds in an account before anything is put into it: who may come in and with what, and the settings of the account
 * and of each region that AWS leaves open by default.
 */
class BaselineStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, baseline, props);
    if (this.isHome) this.addAccount();
    this.addBreakGlassAlarm();
    this.addRegionSettings();
    this.addSessions();
    this.addAnalyzers();
    this.closeDefaultVpc();
  }

  private addAccount(): void {
    const { environment, names } = this;
    const { passwordMaxAgeDays, securityContact, primaryContact, monthlyBudgetUsd, federation } = environment.baseline;
    new AccountSettings(this, "account", { passwordMaxAgeDays, securityContact, primaryContact });
    new CostBudget(this, "budget", { name: `${names.base}-month`, monthlyLimitUsd: monthlyBudgetUsd, topicArn: names.alertTopicArn(this.region) });
    new People(this, "people", { environment, names, permissionsBoundaryArn: this.permissionsBoundaryArn });
    // The organisation's management account holds Identity Center; a SAML provider is made by bootstrap and claims for itself.
    if (federation.kind === "identity-center") inherits(this, "cis-aws-7.0:2.19");
  }

  private addBreakGlassAlarm(): void {
    const { names, environment } = this;
    const watched = { name: `${names.base}-break-glass`, roleArn: names.standardRoleArn("break-glass") };
    if (this.isHome) {
      new RoleAlarm(this, "break-glass-alarm", { ...watched, topicArn: names.alertTopicArn(this.region) });
    } else {
      new ForwardedRoleAlarm(this, "break-glass-alarm", {
        ...watched,
        ...this.home,
        homeRegion: environment.homeRegion,
        permissionsBoundaryArn: this.permissionsBoundaryArn,
      });
    }
  }

  private addRegionSettings(): void {
    const { metadataHopLimit, vpcInternetAccess } = this.environment.baseline;
    new ComputeDefaults(this, "compute", { ...this.home, keyAlias: this.names.keyAlias("volumes"), metadataHopLimit, vpcInternetAccess });
    new DocumentsNotPublic(this, "documents", this.home);
  }

  private addSessions(): void {
    const { names, environment } = this;
    const { mode } = environment.ownership.sessionPreferences;
    if (mode === "external") return;
    new SessionPreferences(this, "sessions", {
      ...this.home,
      keyAlias: names.keyAlias("sessions"),
      logGroupName: `${names.base}-sessions`,
      logRetentionDays: environment.baseline.sessionLogRetentionDays,
      adopt: mode === "adopt",
    });
  }

  private addAnalyzers(): void {
    const { names, environment } = this;
    const { accessAnalyzer } = environment.ownership;
    if (accessAnalyzer.mode === "external") {
      inherits(this, "cis-aws-7.0:2.18");
    } else {
      const adopt = accessAnalyzer.mode === "adopt";
      new ExternalAccessAnalyzer(this, "external-access", { name: adopt ? accessAnalyzer.analyzerName : `${names.base}-external`, adopt });
    }
    if (this.isHome && environment.baseline.unusedAccessAnalyzer) new UnusedAccessAnalyzer(this, "unused-access", { name: `${names.base}-unused` });
  }

  /** AWS gives a default VPC to every region of a new account. Where it was deleted there is nothing to close, and nothing is declared. */
  private closeDefaultVpc(): void {
    const { names, environment, region, home } = this;
    const { defaultVpc } = environment.ownership;
    if (defaultVpc.mode !== "adopt") return;
    const vpcId = this.isHome ? defaultVpc.vpcId : defaultVpc.furtherVpcIds[region];
    if (vpcId === undefined) return;
    new ClosedDefaultVpc(this, "default-vpc", {
      name: names.base,
      vpcId,
      flowLog: {
        ...home,
        name: `${names.base}-default-vpc-${region}`,
        keyAlias: names.keyAlias("default-vpc"),
        retentionDays: environment.network.flowLogRetentionDays,
        permissionsBoundaryArn: this.permissionsBoundaryArn,
      },
    });
  }
}

export const baseline: StackDefinition = {
  name: "baseline",
  scope: "region",
  dependsOn: [],
  create: (scope, props) => new BaselineStack(scope, props),
};
