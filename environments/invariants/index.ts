import { accountIdsDiffer } from "./account-ids-differ";
import { cidrsDoNotOverlap, cidrsFitVpcs } from "./cidrs";
import { classificationFloors } from "./classification-floors";
import { costlyOptionsOffInDev } from "./costly-options-off-in-dev";
import { devHoldsNoPersonalData } from "./dev-holds-no-personal-data";
import type { Invariant } from "./invariant";
import { ledgerEnvironmentStands } from "./ledger-environment";
import { nameIsFileName } from "./name-is-file-name";
import { archiveOutlivesItsLock, complianceIsDeliberate, locksAreShortOutsideProd } from "./object-lock";
import { orderFollowsStages } from "./order";
import { privateBuildsHaveAWayOut } from "./private-builds";
import { prodNotWeakerThanStaging } from "./prod-not-weaker";
import { regionsDiffer } from "./regions-differ";

export type { Configuration, ConfiguredEnvironment, Invariant } from "./invariant";

/** What must hold beyond types. A new one is a file in this folder and a line here. */
export const invariants: readonly Invariant[] = [
  nameIsFileName,
  accountIdsDiffer,
  orderFollowsStages,
  ledgerEnvironmentStands,
  regionsDiffer,
  cidrsFitVpcs,
  cidrsDoNotOverlap,
  prodNotWeakerThanStaging,
  devHoldsNoPersonalData,
  classificationFloors,
  costlyOptionsOffInDev,
  privateBuildsHaveAWayOut,
  complianceIsDeliberate,
  locksAreShortOutsideProd,
  archiveOutlivesItsLock,
];
