import type { Gate } from "./gate";
import { guardrailsPass } from "./guardrails-pass";
import { guardrailsRan } from "./guardrails-ran";
import { releaseTree } from "./release-tree";
import { stateful } from "./stateful";
import { suppressionsCurrent } from "./suppressions-current";
import { upstreamVerified } from "./upstream-verified";
import { waiversValid } from "./waivers-valid";

/** Every gate, in the order in which a person reads their reasons. */
export const gates: readonly Gate[] = [releaseTree, guardrailsRan, guardrailsPass, stateful, waiversValid, suppressionsCurrent, upstreamVerified];

/** Those that need no plan: what they stop, no plan could let pass. A waiver may be meant for the plan alone, so its use is not judged here. */
export const treeGates: readonly Gate[] = [releaseTree, guardrailsRan, guardrailsPass, upstreamVerified];
