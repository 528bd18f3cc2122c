"""Drives the gap fillers with boto3, as an SDK would: run by gapfill.test.ts against a running emulator.

    python gapfill_check.py ENDPOINT

Prints one line a check; exits 1 at the first that fails.
"""

from __future__ import annotations

import sys
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
REGION = "us-east-1"
STS = boto3.client("sts", endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")


def client(service: str, account: str = "111111111111", region: str = REGION, **options: Any) -> Any:
    session = STS.assume_role(RoleArn=f"arn:aws:iam::{account}:role/any", RoleSessionName="test")["Credentials"]
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name=region,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
        config=Config(retries={"max_attempts": 1}, **options),
    )


def refused(call: Any, **arguments: Any) -> tuple[str, int, str]:
    try:
        call(**arguments)
    except ClientError as error:
        response = error.response
        return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


def check(what: str, is_so: object) -> None:
    if not is_so:
        print(f"FAILED: {what}")
        sys.exit(1)
    print(what)


def analyzers() -> None:
    analyzer = client("accessanalyzer")
    arn = analyzer.create_analyzer(
        analyzerName="account",
        type="ACCOUNT_UNUSED_ACCESS",
        configuration={"unusedAccess": {"unusedAccessAge": 90, "analysisRule": {"exclusions": [{"accountIds": ["222222222222"]}]}}},
        archiveRules=[{"ruleName": "own", "filter": {"resourceType": {"eq": ["AWS::IAM::Role"]}}}],
        tags={"stack": "baseline"},
    )["arn"]
    check("the ARN names service, region and account", arn == "arn:aws:access-analyzer:us-east-1:111111111111:analyzer/account")
    found = analyzer.get_analyzer(analyzerName="account")["analyzer"]
    check("every field that was sent comes back", found["configuration"]["unusedAccess"]["analysisRule"]["exclusions"][0]["accountIds"] == ["222222222222"] and found["tags"] == {"stack": "baseline"} and found["name"] == "account")
    check("what AWS sets is set", found["status"] == "ACTIVE" and found["createdAt"].tzinfo is not None)
    check("a resource inside another one is made along", analyzer.get_archive_rule(analyzerName="account", ruleName="own")["archiveRule"]["filter"]["resourceType"]["eq"] == ["AWS::IAM::Role"])
    analyzer.create_archive_rule(analyzerName="account", ruleName="second", filter={"status": {"eq": ["ACTIVE"]}})
    analyzer.update_archive_rule(analyzerName="account", ruleName="second", filter={"status": {"neq": ["ACTIVE"]}})
    rules = {rule["ruleName"]: rule for rule in analyzer.list_archive_rules(analyzerName="account")["archiveRules"]}
    check("an update changes what it names", rules["second"]["filter"] == {"status": {"neq": ["ACTIVE"]}} and len(rules) == 2)
    check("a list filters by what the request names", analyzer.list_analyzers(type="ORGANIZATION")["analyzers"] == [] and len(analyzer.list_analyzers(type="ACCOUNT_UNUSED_ACCESS")["analyzers"]) == 1)

    analyzer.tag_resource(resourceArn=arn, tags={"owner": "platform", "stack": "other"})
    analyzer.untag_resource(resourceArn=arn, tagKeys=["owner"])
    check("tags are set and taken away by ARN", analyzer.list_tags_for_resource(resourceArn=arn)["tags"] == {"stack": "other"})

    check("a second one of that name is refused as AWS does", refused(analyzer.create_analyzer, analyzerName="account", type="ACCOUNT")[:2] == ("ConflictException", 409))
    check("what is not there is refused as AWS does", refused(analyzer.get_analyzer, analyzerName="nobody")[:2] == ("ResourceNotFoundException", 404))
    check("a rule needs its analyzer", refused(analyzer.create_archive_rule, analyzerName="nobody", ruleName="r", filter={})[0] == "ResourceNotFoundException")
    check("a value that the model does not know is refused", refused(analyzer.create_analyzer, analyzerName="b", type="GALAXY")[0] == "ValidationException")
    check("a name that does not fit the model's pattern is refused", refused(analyzer.create_analyzer, analyzerName="1 b", type="ACCOUNT")[0] == "ValidationException")
    loose = client("accessanalyzer", parameter_validation=False)
    check("a missing member is refused by the server too", "ruleName" in refused(loose.create_archive_rule, analyzerName="account", filter={})[2])

    other = client("accessanalyzer", account="222222222222")
    check("another account sees nothing of it", other.list_analyzers()["analyzers"] == [])
    check("another region sees nothing of it", client("accessanalyzer", region="eu-west-1").list_analyzers()["analyzers"] == [])
    code, status, message = refused(analyzer.start_policy_generation, policyGenerationDetails={"principalArn": "arn:aws:iam::111111111111:role/a"})
    check("an unknown operation is a 501 that names it", code == "NotImplemented" and status == 501 and "access-analyzer:StartPolicyGeneration" in message)

    analyzer.delete_analyzer(analyzerName="account")
    check("it is gone with all that belonged to it", refused(analyzer.get_archive_rule, analyzerName="account", ruleName="own")[0] == "ResourceNotFoundException")


def account_settings() -> None:
    ec2 = client("ec2")
    check("a setting is there from the start", ec2.get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs")
    key = "arn:aws:kms:us-east-1:111111111111:key/1"
    check("an EC2 setting is kept", ec2.modify_ebs_default_kms_key_id(KmsKeyId=key)["KmsKeyId"] == key and ec2.get_ebs_default_kms_key_id()["KmsKeyId"] == key)
    check("and reset", ec2.reset_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs")
    ec2.enable_snapshot_block_public_access(State="block-all-sharing")
    check("snapshots are blocked", ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing")
    ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    check("images are blocked", ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"] == "block-new-sharing")
    ec2.enable_serial_console_access()
    check("a boolean comes back as one", ec2.get_serial_console_access_status()["SerialConsoleAccessEnabled"] is True)
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    ec2.modify_instance_metadata_defaults(HttpPutResponseHopLimit=-1)
    level = ec2.get_instance_metadata_defaults()["AccountLevel"]
    check("an unset default is left out", level["HttpTokens"] == "required" and "HttpPutResponseHopLimit" not in level)
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-bidirectional")
    options = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    check("VPC options say account and region", options["AwsAccountId"] == "111111111111" and options["AwsRegion"] == REGION and options["InternetGatewayBlockMode"] == "block-bidirectional")
    check("moto answers the rest of the service", len(ec2.describe_vpcs()["Vpcs"]) > 0)


def moto_repairs() -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="trails", ObjectLockEnabledForBucket=True)
    s3.put_bucket_policy(
        Bucket="trails",
        Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::trails","arn:aws:s3:::trails/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
    )
    s3.put_object(Bucket="trails", Key="a", Body=b"1")
    check("a deny that holds under a condition only does not shut the bucket", s3.get_object(Bucket="trails", Key="a")["Body"].read() == b"1")
    s3.put_bucket_policy(Bucket="trails", Policy='{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::trails/*"}]}')
    check("a plain deny does", refused(s3.get_object, Bucket="trails", Key="a")[1] == 403)
    check("what would delete the bucket is refused", refused(s3.delete_bucket_metrics_configuration, Bucket="trails", Id="m")[1] == 501)
    check("the bucket still stands", "trails" in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])
    s3.delete_bucket_policy(Bucket="trails")
    version = s3.put_object(Bucket="trails", Key="held", Body=b"1", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate="2099-01-01T00:00:00Z")["VersionId"]
    held = s3.get_object_retention(Bucket="trails", Key="held")["Retention"]
    check("the retention of an object is told", held["Mode"] == "GOVERNANCE" and held["RetainUntilDate"].year == 2099)
    check("what is held is not deleted", refused(s3.delete_object, Bucket="trails", Key="held", VersionId=version)[0] == "AccessDenied")
    s3.delete_object(Bucket="trails", Key="held", VersionId=version, BypassGovernanceRetention=True)
    check("an object without retention says so", refused(s3.get_object_retention, Bucket="trails", Key="a")[0] == "NoSuchObjectLockConfiguration")
    trails = client("cloudtrail")
    for name in ("org", "org-two"):
        trails.create_trail(Name=name, S3BucketName="trails")
    check("DescribeTrails answers for the trail it is asked for", [trail["Name"] for trail in trails.describe_trails(trailNameList=["org"])["trailList"]] == ["org"])
    arn = "arn:aws:cloudtrail:us-east-1:111111111111:trail/org"
    trails.start_logging(Name=arn)
    check("a trail is started and asked by ARN", trails.get_trail_status(Name=arn)["IsLogging"])
    trails.delete_trail(Name=arn)
    check("and deleted by ARN", [trail["Name"] for trail in trails.describe_trails()["trailList"]] == ["org-two"])


def key_rotation() -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    check("a key does not rotate from the start", kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False)
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    check("the rotation period comes back", kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180)


def event_data_stores() -> None:
    trails = client("cloudtrail", account="444444444444")
    made = trails.create_event_data_store(Name="events", RetentionPeriod=90, TagsList=[{"Key": "stack", "Value": "audit"}])
    arn = made["EventDataStoreArn"]
    check("the ARN of an event data store holds an id, not its name", arn.startswith("arn:aws:cloudtrail:us-east-1:444444444444:eventdatastore/") and "events" not in arn.rsplit("/", 1)[1])
    check("it is found by ARN and by id", trails.get_event_data_store(EventDataStore=arn.rsplit("/", 1)[1])["Name"] == trails.get_event_data_store(EventDataStore=arn)["Name"] == "events")
    check("protected against termination unless it says otherwise", made["TerminationProtectionEnabled"])
    check("what was not sent stays as it was", trails.update_event_data_store(EventDataStore=arn, TerminationProtectionEnabled=False)["RetentionPeriod"] == 90)
    trails.add_tags(ResourceId=arn, TagsList=[{"Key": "owner", "Value": "team"}])
    tags = trails.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"]
    check("the tags it was made with are kept with those that come later", sorted(tag["Key"] for tag in tags) == ["owner", "stack"])
    trails.delete_event_data_store(EventDataStore=arn)
    check("and gone once deleted", refused(trails.get_event_data_store, EventDataStore=arn)[0] == "EventDataStoreNotFoundException")


def target_prefix() -> None:
    """SDKs for Go and JavaScript name the operation without the beginning of the prefix that botocore's model has."""
    trails = client("cloudtrail", account="444444444444")
    trails.meta.events.register("before-sign.cloudtrail", lambda request, **_: request.headers.replace_header("X-Amz-Target", "CloudTrail_20131101.ListEventDataStores"))
    check("an operation is known by the short name of its service too", trails.list_event_data_stores()["EventDataStores"] == [])


def metric_filters() -> None:
    logs = client("logs", account="444444444444")
    logs.create_log_group(logGroupName="trail")
    counted = [{"metricName": "root", "metricNamespace": "castle", "metricValue": "1"}]
    for pattern in ("{$.a=1}", "{$.a=2}"):
        logs.put_metric_filter(logGroupName="trail", filterName="root", filterPattern=pattern, metricTransformations=counted)
    check("a metric filter put again replaces the one of its name", [each["filterPattern"] for each in logs.describe_metric_filters(logGroupName="trail")["metricFilters"]] == ["{$.a=2}"])


def service_settings() -> None:
    ssm = client("ssm")
    setting = "arn:aws:ssm:us-east-1:111111111111:servicesetting/ssm/documents/console/public-sharing-permission"
    check("a setting is there from the start", ssm.get_service_setting(SettingId=setting)["ServiceSetting"]["Status"] == "Default")
    ssm.update_service_setting(SettingId=setting, SettingValue="Disable")
    changed = ssm.get_service_setting(SettingId=setting)["ServiceSetting"]
    check("it is changed under its ARN", (changed["ARN"], changed["SettingValue"], changed["Status"]) == (setting, "Disable", "Customized"))
    check("another region has its own", client("ssm", region="eu-west-1").get_service_setting(SettingId=setting)["ServiceSetting"]["Status"] == "Default")
    check("resetting tells what it was reset to", ssm.reset_service_setting(SettingId=setting)["ServiceSetting"]["Status"] == "Default")
    ssm.put_parameter(Name="p", Value="v", Type="String")
    check("parameters are moto's as before", ssm.get_parameter(Name="p")["Parameter"]["Value"] == "v")


def contacts() -> None:
    account = client("account")
    owner = {"FullName": "Castle", "AddressLine1": "1 Hill", "City": "Town", "PostalCode": "1", "CountryCode": "DE", "PhoneNumber": "+49 30 1"}
    account.put_contact_information(ContactInformation=owner)
    check("the primary contact comes back, whatever the region", client("account", region="eu-west-1").get_contact_information()["ContactInformation"] == owner)


def budgets() -> None:
    budget = client("budgets")
    account = "111111111111"
    limit = {"BudgetName": "month", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "10", "Unit": "USD"}}
    notification = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0, "ThresholdType": "PERCENTAGE"}
    topic = {"SubscriptionType": "SNS", "Address": "arn:aws:sns:us-east-1:111111111111:alerts"}
    budget.create_budget(AccountId=account, Budget=limit, ResourceTags=[{"Key": "stack", "Value": "baseline"}])
    budget.create_notification(AccountId=account, BudgetName="month", Notification=notification, Subscribers=[topic])
    check("subscribers are told", budget.describe_subscribers_for_notification(AccountId=account, BudgetName="month", Notification=notification)["Subscribers"] == [topic])
    check("of a notification that is there", refused(budget.describe_subscribers_for_notification, AccountId=account, BudgetName="month", Notification={**notification, "Threshold": 90.0})[0] == "NotFoundException")
    budget.update_budget(AccountId=account, NewBudget={**limit, "BudgetLimit": {"Amount": "20", "Unit": "USD"}})
    check("a budget is changed", float(budget.describe_budget(AccountId=account, BudgetName="month")["Budget"]["BudgetLimit"]["Amount"]) == 20)
    check("its tags come back", budget.list_tags_for_resource(ResourceARN=f"arn:aws:budgets::{account}:budget/month")["ResourceTags"] == [{"Key": "stack", "Value": "baseline"}])
    budget.delete_budget(AccountId=account, BudgetName="month")


def identities() -> None:
    iam = client("iam")
    boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    iam.create_user(UserName="robot", PermissionsBoundary=boundary)
    check("a user keeps its boundary", iam.get_user(UserName="robot")["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == boundary)
    iam.delete_user_permissions_boundary(UserName="robot")
    check("until it is taken away", "PermissionsBoundary" not in iam.get_user(UserName="robot")["User"])
    check("it has no service-specific credentials", iam.list_service_specific_credentials(UserName="robot")["ServiceSpecificCredentials"] == [])
    provider = iam.create_saml_provider(Name="people", SAMLMetadataDocument="<EntityDescriptor/>".ljust(1000), Tags=[{"Key": "a", "Value": "1"}])["SAMLProviderArn"]
    iam.tag_saml_provider(SAMLProviderArn=provider, Tags=[{"Key": "b", "Value": "2"}])
    iam.untag_saml_provider(SAMLProviderArn=provider, TagKeys=["a"])
    check("a SAML provider keeps its tags", iam.get_saml_provider(SAMLProviderArn=provider)["Tags"] == [{"Key": "b", "Value": "2"}])


def compliance() -> None:
    config = client("config")
    arn = config.put_conformance_pack(ConformancePackName="pack", TemplateBody="Resources: {}")["ConformancePackArn"]
    check("a pack put again is the same pack", config.put_conformance_pack(ConformancePackName="pack", TemplateBody="Resources: {}", ConformancePackInputParameters=[{"ParameterName": "a", "ParameterValue": "1"}])["ConformancePackArn"] == arn)
    check("with what it was told last", config.describe_conformance_packs(ConformancePackNames=["pack"])["ConformancePackDetails"][0]["ConformancePackInputParameters"] == [{"ParameterName": "a", "ParameterValue": "1"}])
    check("it stands at once", config.describe_conformance_pack_status(ConformancePackNames=["pack"])["ConformancePackStatusDetails"][0]["ConformancePackState"] == "CREATE_COMPLETE")
    config.delete_conformance_pack(ConformancePackName="pack")
    check("a pack that is gone has no status", config.describe_conformance_pack_status(ConformancePackNames=["pack"])["ConformancePackStatusDetails"] == [])
    check("and is not described", refused(config.describe_conformance_packs, ConformancePackNames=["pack"])[0] == "NoSuchConformancePackException")
    policy = {"PolicyRuntime": "guard-2.x.x", "PolicyText": "rule a { name exists }", "EnableDebugLogDelivery": False}
    source = {"Owner": "CUSTOM_POLICY", "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}], "CustomPolicyDetails": policy}
    config.put_config_rule(ConfigRule={"ConfigRuleName": "guard", "Source": source})
    told = config.describe_config_rules(ConfigRuleNames=["guard"])["ConfigRules"][0]["Source"]
    check("a rule in Guard comes back without its text", told == {**source, "CustomPolicyDetails": {"PolicyRuntime": "guard-2.x.x", "EnableDebugLogDelivery": False}})
    repair = {"ConfigRuleName": "guard", "TargetType": "SSM_DOCUMENT", "TargetId": "AWS-Repair", "Automatic": False, "MaximumAutomaticAttempts": 3, "RetryAttemptSeconds": 600}
    config.put_remediation_configurations(RemediationConfigurations=[repair])
    found = config.describe_remediation_configurations(ConfigRuleNames=["guard", "other"])["RemediationConfigurations"]
    check("a remediation comes back, for the rule that has one", [{name: remediation[name] for name in repair} for remediation in found] == [repair])
    config.delete_remediation_configuration(ConfigRuleName="guard")
    check("until it is deleted", refused(config.delete_remediation_configuration, ConfigRuleName="guard")[0] == "NoSuchRemediationConfigurationException")
    config.delete_config_rule(ConfigRuleName="guard")


PIPELINE = {
    "name": "castle-shop",
    "roleArn": "arn:aws:iam::111111111111:role/castle-shop",
    "pipelineType": "V2",
    "artifactStore": {"type": "S3", "location": "artifacts"},
    "variables": [{"name": "reason", "defaultValue": "none"}],
    "stages": [
        {"name": "Source", "actions": [{"name": "s3", "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"}, "outputArtifacts": [{"name": "Source"}]}]},
        {"name": "Build", "actions": [{"name": "build", "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"}, "inputArtifacts": [{"name": "Source"}]}]},
    ],
}


def pipelines() -> None:
    pipeline = client("codepipeline")
    pipeline.create_pipeline(pipeline=PIPELINE, tags=[{"key": "stack", "value": "delivery"}])
    found = pipeline.get_pipeline(name="castle-shop")
    check("times of a pipeline are times", found["metadata"]["created"].tzinfo is not None)
    check("what AWS adds is added", found["pipeline"]["version"] == 1 and found["pipeline"]["executionMode"] == "SUPERSEDED" and found["pipeline"]["stages"][0]["actions"][0]["runOrder"] == 1)
    lock = {"conditions": [{"result": "FAIL", "rules": [{"name": "verdict", "ruleTypeId": {"category": "Rule", "owner": "AWS", "provider": "LambdaInvoke", "version": "1"}, "configuration": {"FunctionName": "lock"}}]}]}
    source, build = PIPELINE["stages"]
    changed = {name: value for name, value in PIPELINE.items() if name != "variables"} | {"stages": [source, {**build, "beforeEntry": lock}]}
    pipeline.update_pipeline(pipeline=changed)
    found = pipeline.get_pipeline(name="castle-shop")["pipeline"]
    check("an update counts up, keeps conditions and drops what it leaves out", found["version"] == 2 and found["stages"][1]["beforeEntry"] == lock and "variables" not in found)
    arn = "arn:aws:codepipeline:us-east-1:111111111111:castle-shop"
    pipeline.tag_resource(resourceArn=arn, tags=[{"key": "owner", "value": "team"}])
    pipeline.untag_resource(resourceArn=arn, tagKeys=["stack"])
    check("a pipeline is tagged by its ARN", pipeline.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "owner", "value": "team"}])
    check("pipelines are listed with their type", [each["pipelineType"] for each in pipeline.list_pipelines()["pipelines"]] == ["V2"])
    check("a second one of that name is refused", refused(pipeline.create_pipeline, pipeline=PIPELINE)[0] == "PipelineNameInUseException")

    def wrong(stages: list[dict[str, Any]], **members: Any) -> tuple[str, str]:
        code, _, message = refused(pipeline.update_pipeline, pipeline={**PIPELINE, "stages": stages, **members})
        return code, message

    check("one stage is no pipeline", wrong([source])[0] == "InvalidStructureException")
    check("an artifact that nothing before makes is refused", "which no action before it makes" in wrong([source, {**build, "actions": [{**build["actions"][0], "inputArtifacts": [{"name": "Other"}]}]}])[1])
    beside = [{**build["actions"][0], "outputArtifacts": [{"name": "Made"}]}, {**build["actions"][0], "name": "beside", "inputArtifacts": [{"name": "Made"}]}]
    check("also one that is made side by side", "takes Made" in wrong([source, {**build, "actions": beside}])[1])
    check("a source stands in the first stage alone", "source actions" in wrong([source, {**source, "name": "Again"}])[1])
    check("a stage's name is used once", "used 2 times" in wrong([source, build, build])[1])
    check("an artifact is made once", "more than one action" in wrong([source, {**build, "actions": [{**build["actions"][0], "outputArtifacts": [{"name": "Source"}]}]}])[1])
    check("V1 has no variables", "V2" in wrong([source, build], pipelineType="V1")[1])
    check("a configuration too long for CodePipeline is refused", wrong([source, {**build, "actions": [{**build["actions"][0], "configuration": {"EnvironmentVariables": "x" * 1001}}]}])[0] == "ValidationException")
    check("no execution is said to have succeeded that never ran", refused(pipeline.start_pipeline_execution, name="castle-shop")[:2] == ("NotImplemented", 501))
    pipeline.delete_pipeline(name="castle-shop")
    check("a pipeline that is gone is not found", refused(pipeline.get_pipeline, name="castle-shop")[0] == "PipelineNotFoundException")
    check("and deleted again without a word", pipeline.delete_pipeline(name="castle-shop")["ResponseMetadata"]["HTTPStatusCode"] == 200)


def builds() -> None:
    build = client("codebuild")
    project = {
        "name": "castle-shop-build",
        "source": {"type": "CODEPIPELINE", "buildspec": "version: 0.2"},
        "artifacts": {"type": "CODEPIPELINE"},
        "environment": {"type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0", "computeType": "BUILD_GENERAL1_SMALL", "environmentVariables": [{"name": "A", "value": "1", "type": "PLAINTEXT"}]},
        "serviceRole": "arn:aws:iam::111111111111:role/build",
        "badgeEnabled": True,
    }
    arn = build.create_project(**project)["project"]["arn"]
    told = build.batch_get_projects(names=["castle-shop-build", "nobody"])
    check("a project of a pipeline comes back whole", {name: told["projects"][0][name] for name in ("source", "artifacts", "environment")} == {name: project[name] for name in ("source", "artifacts", "environment")})
    check("its badge is told, and who is missing", told["projects"][0]["badge"]["badgeEnabled"] is True and told["projectsNotFound"] == ["nobody"])
    build.update_project(name="castle-shop-build", timeoutInMinutes=90, badgeEnabled=False)
    changed = build.batch_get_projects(names=[arn])["projects"][0]
    check("a project is changed, and found by ARN", changed["timeoutInMinutes"] == 90 and changed["source"] == project["source"] and not changed["badge"]["badgeEnabled"] and changed["lastModified"] >= changed["created"])
    check("a project needs a buildable name", refused(build.create_project, **{**project, "name": "a b"})[0] == "InvalidInputException")
    check("no build is said to have succeeded that never ran", refused(build.start_build, projectName="castle-shop-build")[:2] == ("NotImplemented", 501))
    build.delete_project(name="castle-shop-build")
    check("a project is gone once deleted", "projects" not in build.list_projects() and build.batch_get_projects(names=["castle-shop-build"])["projectsNotFound"] == ["castle-shop-build"])

    made = build.create_report_group(name="castle-shop-tests", type="TEST", exportConfig={"exportConfigType": "NO_EXPORT"})["reportGroup"]
    build.update_report_group(arn=made["arn"], exportConfig={"exportConfigType": "S3", "s3Destination": {"bucket": "evidence"}}, tags=[{"key": "a", "value": "1"}])
    found = build.batch_get_report_groups(reportGroupArns=[made["arn"]])["reportGroups"][0]
    check("a report group is changed by its ARN", found["exportConfig"]["s3Destination"] == {"bucket": "evidence"} and found["tags"] == [{"key": "a", "value": "1"}] and found["status"] == "ACTIVE")
    build.delete_report_group(arn=made["arn"], deleteReports=True)
    check("and gone once deleted", "reportGroups" not in build.list_report_groups())


def connections() -> None:
    connection = client("codeconnections")
    arn = connection.create_connection(ConnectionName="github", ProviderType="GitHub", Tags=[{"Key": "a", "Value": "1"}])["ConnectionArn"]
    check("a connection waits for a person", connection.get_connection(ConnectionArn=arn)["Connection"]["ConnectionStatus"] == "PENDING")
    connection.untag_resource(ResourceArn=arn, TagKeys=["a"])
    check("its tags are taken away", connection.list_tags_for_resource(ResourceArn=arn)["Tags"] == [])
    connection.delete_connection(ConnectionArn=arn)
    check("it is gone once deleted", refused(connection.get_connection, ConnectionArn=arn)[0] == "ResourceNotFoundException")


def detectors() -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True, Tags={"owner": "team"})["DetectorId"]
    arn = f"arn:aws:guardduty:us-east-1:111111111111:detector/{detector}"
    guardduty.tag_resource(ResourceArn=arn, Tags={"stack": "detection"})
    guardduty.untag_resource(ResourceArn=arn, TagKeys=["owner"])
    check("tags of a detector, which is moto's, are changed", guardduty.get_detector(DetectorId=detector)["Tags"] == guardduty.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"stack": "detection"})
    check("no tags are set on what is not there", refused(guardduty.tag_resource, ResourceArn=arn.replace(detector, "0" * 32), Tags={"a": "1"})[0] == "BadRequestException")
    guardduty.delete_detector(DetectorId=detector)


for group in (key_rotation, analyzers, account_settings, moto_repairs, event_data_stores, target_prefix, metric_filters, service_settings, contacts, budgets, identities, compliance, pipelines, builds, connections, detectors):
    group()
print("all held")
