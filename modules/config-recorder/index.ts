export { AggregatorAuthorization, ConfigAggregator, type ConfigAggregatorProps } from "./aggregator";
export { ConfigRecorder, type ConfigRecorderProps } from "./config-recorder";
export { configDelivery } from "./delivery";
