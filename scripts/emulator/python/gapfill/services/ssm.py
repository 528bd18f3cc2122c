"""Systems Manager: the settings of its features, asked for by their ARN. moto has the rest.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html
"""

from gapfill.declare import Errors, Read, Resource, Service, Update

SERVICE = Service(
    name="ssm",
    signing_name="ssm",
    errors=Errors(not_found="ServiceSettingNotFound", invalid="ValidationException"),
    resources=(
        Resource(
            kind="service setting",
            identifier=("SettingId",),
            fields={"SettingId": "ARN"},
            arn_field="ARN",
            preset=True,
            defaults={"Status": "Default"},
            touched=("LastModifiedDate",),
            operations=(
                Read("GetServiceSetting", under="ServiceSetting"),
                Update("UpdateServiceSetting", sets={"Status": "Customized"}),
                Update("ResetServiceSetting", under="ServiceSetting", sets={"Status": "Default", "SettingValue": None}),
            ),
        ),
    ),
)
