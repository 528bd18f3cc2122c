"""Account Management: the primary contact. moto has the alternate ones.

https://docs.aws.amazon.com/accounts/latest/reference/API_PutContactInformation.html
"""

from gapfill.declare import Errors, Read, Resource, Service, Update

SERVICE = Service(
    name="account",
    signing_name="account",
    is_global=True,
    errors=Errors(not_found="ResourceNotFoundException", invalid="ValidationException"),
    resources=(
        Resource(
            kind="primary contact",
            defaults={
                "ContactInformation": {
                    "FullName": "Account owner",
                    "AddressLine1": "1 Main Street",
                    "City": "Anytown",
                    "PostalCode": "12345",
                    "CountryCode": "US",
                    "PhoneNumber": "+1 555 0100",
                }
            },
            operations=(Read("GetContactInformation"), Update("PutContactInformation")),
        ),
    ),
)
