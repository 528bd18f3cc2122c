from portcullis_policy import Policy

complete = {"name": "canary", "s3_bucket_name": "canary", "enable_logging": True, "is_multi_region_trail": True, "include_global_service_events": True, "enable_log_file_validation": True}
management = {"field_selector": [{"field": "eventCategory", "equals": ["Management"]}]}
writes_only = {"field_selector": [{"field": "eventCategory", "equals": ["Management"]}, {"field": "readOnly", "equals": ["false"]}]}
data_only = {"field_selector": [{"field": "eventCategory", "equals": ["Data"]}, {"field": "resources.type", "equals": ["AWS::S3::Object"]}]}


def trail(**changed):
    return {"aws_cloudtrail": {**complete, **changed}}


class TrailRecordsEverything(Policy):
    """CIS AWS Foundations 7.0, "CloudTrail is enabled in all regions"; CloudTrail User Guide, "Logging management events"."""

    id = "CKV_PORTCULLIS_TRAIL_RECORDS_EVERYTHING"
    title = "A trail records all management events, reads and writes, of all regions and of the global services"
    remedy = "Log in all regions with global service events, and keep one selector of eventCategory Management without further fields."
    types = ("aws_cloudtrail",)
    violations = (
        trail(enable_logging=False),
        trail(include_global_service_events=False),
        trail(is_multi_region_trail=False),
        trail(enable_log_file_validation=False),
        trail(event_selector=[{"read_write_type": "WriteOnly", "include_management_events": True}]),
        trail(event_selector=[{"read_write_type": "All", "include_management_events": False}]),
        trail(advanced_event_selector=[writes_only]),
        trail(advanced_event_selector=[data_only]),
    )
    compliant = (trail(), trail(advanced_event_selector=[management, data_only]), trail(event_selector=[{"read_write_type": "All", "include_management_events": True}]))

    def holds(self, resource):
        switched_on = not any(resource.is_false(key) for key in ("enable_logging", "include_global_service_events"))
        return switched_on and resource.is_true("is_multi_region_trail") and resource.is_true("enable_log_file_validation") and selects_all(resource)


def selects_all(resource):
    advanced, classic = resource.blocks("advanced_event_selector"), resource.blocks("event_selector")
    # Without any selector CloudTrail records all management events.
    return not (advanced or classic) or any(is_whole(selector) for selector in advanced) or any(is_whole_classic(selector) for selector in classic)


def is_whole(selector):
    fields = {field.value("field"): field.values("equals") for field in selector.blocks("field_selector")}
    return fields == {"eventCategory": ["Management"]}


def is_whole_classic(selector):
    reads_and_writes = selector.value("read_write_type") in (None, "All")
    return reads_and_writes and not selector.is_false("include_management_events") and not selector.values("exclude_management_event_sources")


check = TrailRecordsEverything()
