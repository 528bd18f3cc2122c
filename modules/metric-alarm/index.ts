export { EventCountAlarm, type EventCountAlarmProps } from "./event-count-alarm";
export { MetricAlarm, type Metric, type MetricAlarmProps } from "./metric-alarm";
