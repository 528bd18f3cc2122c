import type { Reader } from "../reader";
import { trivy } from "./trivy";

/** Every format that is read; one file each. */
export const readers: readonly Reader[] = [trivy];
