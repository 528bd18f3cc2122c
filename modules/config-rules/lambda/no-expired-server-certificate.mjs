/** TLS certificates that IAM keeps and that have expired, or will within the days given. One evaluation for the account. */

const day = 24 * 60 * 60 * 1000;

export const collect = (iam) => iam.serverCertificates();

export const judge = (certificates, { daysBeforeExpiry }, { accountId, now }) => {
  const limit = now.getTime() + Number(daysBeforeExpiry) * day;
  const expired = certificates.filter(({ Expiration }) => new Date(Expiration).getTime() <= limit).map(({ ServerCertificateName }) => ServerCertificateName);
  return [
    {
      type: "AWS::::Account",
      id: accountId,
      compliant: expired.length === 0,
      annotation: expired.length === 0 ? undefined : `Expired: ${expired.sort().join(", ")}`,
    },
  ];
};
