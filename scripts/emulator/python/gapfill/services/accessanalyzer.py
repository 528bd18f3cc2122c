"""IAM Access Analyzer: analyzers and their archive rules. Nothing is analysed: there are no findings.

https://docs.aws.amazon.com/access-analyzer/latest/APIReference/Welcome.html
"""

from gapfill.declare import Create, Delete, ListAll, Read, Resource, Service, Tagging, Update

SERVICE = Service(
    name="accessanalyzer",
    signing_name="access-analyzer",
    resources=(
        Resource(
            kind="analyzer",
            identifier=("analyzerName",),
            arn="analyzer/{analyzerName}",
            fields={"analyzerName": "name"},
            defaults={"status": "ACTIVE", "createdAt": lambda context: context.now, "tags": {}},
            children={"archiveRules": "archiveRule"},
            operations=(
                Create("CreateAnalyzer"),
                Read("GetAnalyzer", under="analyzer"),
                ListAll("ListAnalyzers", under="analyzers", filters={"type": "type"}),
                Update("UpdateAnalyzer"),
                Delete("DeleteAnalyzer"),
            ),
        ),
        Resource(
            kind="archiveRule",
            identifier=("analyzerName", "ruleName"),
            parent="analyzer",
            defaults={"createdAt": lambda context: context.now},
            touched=("updatedAt",),
            operations=(
                Create("CreateArchiveRule"),
                Read("GetArchiveRule", under="archiveRule"),
                ListAll("ListArchiveRules", under="archiveRules"),
                Update("UpdateArchiveRule"),
                Delete("DeleteArchiveRule"),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource"),
)
