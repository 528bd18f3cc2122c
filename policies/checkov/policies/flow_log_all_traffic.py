from portcullis_policy import Policy


class FlowLogAllTraffic(Policy):
    """VPC User Guide, "Logging IP traffic using VPC Flow Logs": what was refused tells of scans, what was let in tells of the break-in."""

    id = "CKV_PORTCULLIS_FLOW_LOG_ALL_TRAFFIC"
    title = "A flow log records accepted and refused traffic"
    risk = "medium"
    remedy = "Set traffic_type to ALL."
    types = ("aws_flow_log",)
    violations = ({"aws_flow_log": {"vpc_id": "vpc-1", "traffic_type": "REJECT"}}, {"aws_flow_log": {"vpc_id": "vpc-1"}})
    compliant = ({"aws_flow_log": {"vpc_id": "vpc-1", "traffic_type": "ALL"}},)

    def holds(self, resource):
        return resource.value("traffic_type") == "ALL"


check = FlowLogAllTraffic()
