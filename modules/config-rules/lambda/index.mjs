// The SDK is the one that Lambda's Node.js brings.
import { ConfigServiceClient, PutEvaluationsCommand } from "@aws-sdk/client-config-service";
import { IAMClient, paginateListAccessKeys, paginateListEntitiesForPolicy, paginateListServerCertificates, paginateListUsers } from "@aws-sdk/client-iam";
import { evaluate } from "./evaluate.mjs";

const iamClient = new IAMClient({});
const configClient = new ConfigServiceClient({});

const all = async (pages, membersOf) => {
  const found = [];
  for await (const page of pages) found.push(...membersOf(page));
  return found;
};

const paging = { client: iamClient };
const iam = {
  users: () => all(paginateListUsers(paging, {}), ({ Users }) => Users),
  accessKeys: (UserName) => all(paginateListAccessKeys(paging, { UserName }), ({ AccessKeyMetadata }) => AccessKeyMetadata),
  serverCertificates: () => all(paginateListServerCertificates(paging, {}), ({ ServerCertificateMetadataList }) => ServerCertificateMetadataList),
  entitiesOf: async (PolicyArn) => {
    const pages = await all(paginateListEntitiesForPolicy(paging, { PolicyArn }), (page) => [page]);
    return {
      users: pages.flatMap(({ PolicyUsers = [] }) => PolicyUsers.map(({ UserName }) => UserName)),
      groups: pages.flatMap(({ PolicyGroups = [] }) => PolicyGroups.map(({ GroupName }) => GroupName)),
      roles: pages.flatMap(({ PolicyRoles = [] }) => PolicyRoles.map(({ RoleName }) => RoleName)),
    };
  },
};

/** AWS Config sends this token when it only tries whether the function answers. */
const trial = "TESTMODE";

const config = {
  putEvaluations: async (ResultToken, Evaluations) => {
    const { FailedEvaluations = [] } = await configClient.send(new PutEvaluationsCommand({ ResultToken, Evaluations, TestMode: ResultToken === trial }));
    if (FailedEvaluations.length > 0) throw new Error(`AWS Config did not take ${FailedEvaluations.length} evaluations`);
  },
};

export const handler = (event) => evaluate(event, { iam, config });
