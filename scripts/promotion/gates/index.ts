import type { Gate } from "./gate";
import { guardrailsPass } from "./guardrails-pass";
import { guardrailsRan } from "./guardrails-ran";
import { releaseTree } from "./release-tree";
import { stateful } from "./stateful";
import { upstreamVerified } from "./upstream-verified";
import { waiversValid } from "./waivers-valid";

/** Every gate, in the order in which a person reads their reasons. */
export const gates: readonly Gate[] = [releaseTree, guardrailsRan, guardrailsPass, stateful, waiversValid, upstreamVerified];
