"""CloudTrail Lake: event data stores. moto has trails. Nothing is ingested, and termination protection is told, not enforced.

Tags are moto's: it keeps those of trails and of stores by ARN (patches/cloudtrail.py).
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html
"""

from uuid import uuid4

from gapfill.declare import Create, Delete, Errors, ListAll, Read, Resource, Service, Update

STORE = ("EventDataStore",)

SERVICE = Service(
    name="cloudtrail",
    signing_name="cloudtrail",
    errors=Errors(
        not_found="EventDataStoreNotFoundException",
        exists="EventDataStoreAlreadyExistsException",
        invalid="InvalidParameterException",
    ),
    resources=(
        Resource(
            kind="event data store",
            identifier=("EventDataStoreId",),
            generated={"EventDataStoreId": lambda context: str(uuid4())},
            arn="eventdatastore/{EventDataStoreId}",
            arn_field="EventDataStoreArn",
            defaults={
                "Status": "ENABLED",
                "MultiRegionEnabled": True,
                "OrganizationEnabled": False,
                "BillingMode": "EXTENDABLE_RETENTION_PRICING",
                "RetentionPeriod": 366,
                "TerminationProtectionEnabled": True,
                "FederationStatus": "DISABLED",
                "CreatedTimestamp": lambda context: context.now,
            },
            touched=("UpdatedTimestamp",),
            operations=(
                Create("CreateEventDataStore"),
                Read("GetEventDataStore", by=STORE),
                ListAll("ListEventDataStores", under="EventDataStores"),
                Update("UpdateEventDataStore", by=STORE),
                Update("StopEventDataStoreIngestion", by=STORE, sets={"Status": "STOPPED_INGESTION"}),
                Update("StartEventDataStoreIngestion", by=STORE, sets={"Status": "ENABLED"}),
                Delete("DeleteEventDataStore", by=STORE),
            ),
        ),
    ),
)
