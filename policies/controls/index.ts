import { cisAws7 } from "./cis-aws-7.0";
import type { Framework } from "./control";
import { hipaa } from "./hipaa";

export type { Control, Framework } from "./control";

/** Every list that a construct may claim controls of; one line a list. */
export const frameworks: readonly Framework[] = [cisAws7, hipaa];
