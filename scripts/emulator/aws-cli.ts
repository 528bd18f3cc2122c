/**
 * Shell lines that point the AWS CLI at the embedded AWS and enter one of its accounts. The keys are no secrets: the emulator
 * takes any, and the account is that of the role that is assumed, which need not exist.
 */
export function awsCliExports(endpoint: string, accountId: string, region: string): readonly string[] {
  const assumeRole = `aws sts assume-role --role-arn arn:aws:iam::${accountId}:role/any --role-session-name cli`;
  const credentials = "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]";
  return [
    `export AWS_ENDPOINT_URL=${endpoint}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    "export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator",
    "unset AWS_SESSION_TOKEN AWS_PROFILE",
    `# account ${accountId}; the same line with another number enters another account`,
    `read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN < <(${assumeRole} --query '${credentials}' --output text)`,
    "export AWS_SESSION_TOKEN",
  ];
}
