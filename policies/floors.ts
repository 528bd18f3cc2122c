/**
 * The least that a class of data demands, in days. The environments' schema asks for the same at configuration time; the
 * guardrails ask it of what is really declared and planned. A test holds both to the same numbers.
 * 45 CFR 164.316(b)(2)(i) (phi), CIS Controls v8 8.10 (90 days), PCI DSS v4 10.5.1 (a year).
 */
export interface Floor {
  readonly logRetentionDays: number;
  readonly objectLockDays: number;
}

const floors: Readonly<Record<string, Floor>> = {
  public: { logRetentionDays: 1, objectLockDays: 1 },
  internal: { logRetentionDays: 30, objectLockDays: 1 },
  confidential: { logRetentionDays: 90, objectLockDays: 30 },
  pii: { logRetentionDays: 365, objectLockDays: 90 },
  phi: { logRetentionDays: 365, objectLockDays: 365 },
};

/** The floor of a class; of a class that nobody knows, the strictest. */
export const floorOf = (classification: string): Floor => floors[classification] ?? (floors.phi as Floor);
