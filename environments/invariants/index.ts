import { accountIdsDiffer } from "./account-ids-differ";
import { cidrsDoNotOverlap, cidrsFitVpcs } from "./cidrs";
import { classificationFloors } from "./classification-floors";
import { costlyOptionsOffInDev } from "./costly-options-off-in-dev";
import { evidenceOutlivesItsLock, pipelinesKnowTheirJudge } from "./delivery";
import { devHoldsNoPersonalData } from "./dev-holds-no-personal-data";
import { healthDataIsWatched } from "./health-data-is-watched";
import type { Invariant } from "./invariant";
import { ledgerEnvironmentStands } from "./ledger-environment";
import { nameIsFileName } from "./name-is-file-name";
import { archiveOutlivesItsLock, complianceIsDeliberate, locksAreShortOutsideProd } from "./object-lock";
import { adoptedIsGoverned, adoptedIsHere, externalIsAnothers, oneOwner } from "./one-owner";
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
  healthDataIsWatched,
  costlyOptionsOffInDev,
  privateBuildsHaveAWayOut,
  pipelinesKnowTheirJudge,
  evidenceOutlivesItsLock,
  complianceIsDeliberate,
  locksAreShortOutsideProd,
  archiveOutlivesItsLock,
  adoptedIsHere,
  oneOwner,
  externalIsAnothers,
  adoptedIsGoverned,
];
