import * as cloudShellAccess from "./cloudshell-access-restricted.mjs";
import * as serverCertificates from "./no-expired-server-certificate.mjs";
import * as accessKeys from "./one-active-access-key.mjs";

/** Check by the name that the rule gives as its parameter `check`. */
const checks = {
  "cloudshell-access-restricted": cloudShellAccess,
  "no-expired-server-certificate": serverCertificates,
  "one-active-access-key": accessKeys,
};

/** AWS Config takes that many evaluations in a call, and that many characters in an annotation (API Reference, PutEvaluations). */
const batchSize = 100;
const longestAnnotation = 256;

const shortened = (text) => (text.length <= longestAnnotation ? text : `${text.slice(0, longestAnnotation - 1)}…`);

/** What AWS Config is told. Where there is nothing to look at, the account is not applicable: a rule without any answer looks broken. */
export const toEvaluations = (found, { accountId, time }) => {
  const judged = found.length > 0 ? found : [{ type: "AWS::::Account", id: accountId, annotation: "There is nothing to look at" }];
  return judged.map(({ type, id, compliant, annotation }) => ({
    ComplianceResourceType: type,
    ComplianceResourceId: id,
    ComplianceType: compliant === undefined ? "NOT_APPLICABLE" : compliant ? "COMPLIANT" : "NON_COMPLIANT",
    ...(annotation === undefined ? {} : { Annotation: shortened(annotation) }),
    OrderingTimestamp: time,
  }));
};

/**
 * Answers one call of AWS Config. The same call twice gives the same evaluations: they are of the time of the call, not of
 * the clock. A fault of IAM is thrown, so that nothing is reported that was not looked at; Lambda calls again.
 */
export const evaluate = async (event, { iam, config }) => {
  const { check, ...parameters } = JSON.parse(event.ruleParameters ?? "{}");
  if (!Object.hasOwn(checks, check)) throw new Error(`There is no check ${JSON.stringify(check)}; there are ${Object.keys(checks).join(", ")}`);
  const { messageType, notificationCreationTime } = JSON.parse(event.invokingEvent);
  if (messageType !== "ScheduledNotification") throw new Error(`${check} is evaluated once a day, not at ${JSON.stringify(messageType)}`);

  const time = new Date(notificationCreationTime);
  const { collect, judge } = checks[check];
  const found = judge(await collect(iam), parameters, { accountId: event.accountId, now: time });
  const evaluations = toEvaluations(found, { accountId: event.accountId, time });
  for (let start = 0; start < evaluations.length; start += batchSize) {
    await config.putEvaluations(event.resultToken, evaluations.slice(start, start + batchSize));
  }
  return { check, evaluations: evaluations.length, violations: evaluations.filter(({ ComplianceType }) => ComplianceType === "NON_COMPLIANT").length };
};
