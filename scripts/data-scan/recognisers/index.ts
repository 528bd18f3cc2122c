import { bankAccount } from "./bank-account";
import { deaNumber } from "./dea-number";
import { diagnosisCode } from "./diagnosis-code";
import { fhirPatient } from "./fhir-patient";
import { hl7Message } from "./hl7-message";
import { medicalRecordNumber } from "./medical-record-number";
import { medicareBeneficiaryIdentifier } from "./medicare-beneficiary-identifier";
import { nationalProviderIdentifier } from "./national-provider-identifier";
import { paymentCard } from "./payment-card";
import { personRecord } from "./person-record";
import { phoneNumber } from "./phone-number";
import type { Recogniser } from "./recogniser";
import { socialSecurityNumber, taxpayerNumber } from "./social-security-number";

/** Every recogniser; where two claim one value, the earlier one has it. */
export const recognisers: readonly Recogniser[] = [
  hl7Message,
  fhirPatient,
  paymentCard,
  socialSecurityNumber,
  taxpayerNumber,
  medicareBeneficiaryIdentifier,
  medicalRecordNumber,
  nationalProviderIdentifier,
  deaNumber,
  diagnosisCode,
  bankAccount,
  personRecord,
  phoneNumber,
];
